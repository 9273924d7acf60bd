//! `plimsoll collect`: what `diagnose` wants to see, into one file that can be
//! brought elsewhere.

use std::path::PathBuf;

use jiff::Timestamp;
use plimsoll_live::read::collect::{Window, host, kubernetes, rds};
use plimsoll_model::{Bundle, BundleKind, BundleOf};
use plimsoll_report::text;
use tokio::runtime::{Builder, Runtime};

use crate::cli::{
    Collect, CollectFlags, CollectHost, CollectK8s, CollectOf, CollectRds, CollectSince,
};
use crate::collect::{self, Pack};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;

/// Runs it.
pub(crate) fn run(arguments: &Collect) -> Result<Ended, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::new(format_args!("commands cannot be run: {error}; try again"))
    })?;
    match &arguments.of {
        CollectOf::Host(flags) => of_host(flags, &runtime),
        CollectOf::K8s(flags) => of_pod(flags, &runtime),
        CollectOf::Rds(flags) => of_database(flags, &runtime),
    }
}

fn of_host(flags: &CollectHost, runtime: &Runtime) -> Result<Ended, Failure> {
    let window = window(&flags.flags)?;
    let mut pack = Pack::new(BundleOf::Host, &host::name(), Timestamp::now(), window);
    let (servers, told) = host::servers(flags.engine);
    pack.add(told);
    let servers = collect::host::wanted(servers, flags);
    pack.add(collect::host::files(&servers, flags, window));
    runtime.block_on(host::gather(&servers, window, &mut |it| pack.add(it)));
    packed(pack, &flags.flags)
}

fn of_pod(flags: &CollectK8s, runtime: &Runtime) -> Result<Ended, Failure> {
    let window = window(&flags.flags)?;
    let pod = kubernetes::Pod {
        namespace: flags.namespace.clone(),
        name: flags.pod.clone(),
        context: flags.context.clone(),
    };
    let subject = format!("{}/{}", pod.namespace, pod.name);
    let mut pack = Pack::new(BundleOf::Kubernetes, &subject, Timestamp::now(), window);
    let mut take = |it| pack.add(it);
    let gathered = runtime.block_on(kubernetes::gather(&pod, window, &mut take));
    gathered.map_err(|why| {
        Failure::new(format_args!(
            "pod {subject}: kubectl {why}; check --namespace, --context and your rights to get pods"
        ))
    })?;
    packed(pack, &flags.flags)
}

fn of_database(flags: &CollectRds, runtime: &Runtime) -> Result<Ended, Failure> {
    let window = window(&flags.flags)?;
    let database = rds::Database {
        instance: flags.instance.clone(),
        region: flags.region.clone(),
        profile: flags.profile.clone(),
    };
    let subject = &flags.instance;
    let mut pack = Pack::new(BundleOf::Rds, subject, Timestamp::now(), window);
    let mut take = |it| pack.add(it);
    let gathered = runtime.block_on(rds::gather(&database, window, &mut take));
    gathered.map_err(|why| {
        Failure::new(format_args!(
            "instance {subject}: aws {why}; check --region, --profile and your right to rds:DescribeDBInstances"
        ))
    })?;
    packed(pack, &flags.flags)
}

/// From when to when; an end before the beginning is a mistake.
fn window(flags: &CollectFlags) -> Result<Window, Failure> {
    let until = flags.until.unwrap_or_else(Timestamp::now);
    let since = match flags.since {
        CollectSince::At(at) => at,
        CollectSince::Before(length) => until.checked_sub(length).unwrap_or(Timestamp::MIN),
    };
    if since >= until {
        return Err(Failure::new(format_args!(
            "--since {since} is not before the end, {until}; give an earlier one"
        )));
    }
    Ok((since, until))
}

fn packed(pack: Pack, flags: &CollectFlags) -> Result<Ended, Failure> {
    let (bundle, contents) = pack.end();
    let path = flags.out.clone().unwrap_or_else(|| name(&bundle));
    let bytes = collect::write(&path, &bundle, &contents)?;
    output::result(&text::bundle(&path.display().to_string(), bytes, &bundle))?;
    let has_log = bundle.files.iter().any(|file| file.kind == BundleKind::Log);
    if has_log {
        return Ok(Ended::Well);
    }
    let what = match bundle.of {
        BundleOf::Host => "name it with --log, take a longer --since, or run as root",
        BundleOf::Kubernetes | BundleOf::Rds => "take a longer --since",
    };
    let subject = &bundle.subject;
    let line = format_args!("{subject}: no log was found in the window; {what}");
    output::failures(&[Failure::new(line)]);
    Ok(Ended::Failed)
}

/// `plimsoll-bundle-db1-20240522T120000Z.tar.gz`, in the folder of whoever asks.
fn name(bundle: &Bundle) -> PathBuf {
    let may_be = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let subject = bundle
        .subject
        .chars()
        .map(|c| if may_be(c) { c } else { '-' });
    let subject: String = subject.take(64).collect();
    let at = bundle.collected_at.strftime("%Y%m%dT%H%M%SZ");
    PathBuf::from(format!("plimsoll-bundle-{subject}-{at}.tar.gz"))
}
