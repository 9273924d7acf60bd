//! `plimsoll audit TARGET…`: running servers, judged as files are, with what
//! only a running server tells.

use plimsoll_conf::catalogue::Releases;
use plimsoll_store::Limits;

use plimsoll_report::{Audited, Checked, Run, json, markdown, text};

use crate::audit::keeper::{self, Keeper};
use crate::audit::{self, Wanted, beside, configured, subjects};
use crate::cli::{Audit, AuditFormat};
use crate::cmd::rules;
use crate::config::Settings;
use crate::ended::Ended;
use crate::failure::Failure;
use crate::judged::{self, Judge};
use crate::output;
use crate::read::{given, policy};

/// Runs it. A server that cannot be asked does not keep the others from it.
pub(crate) fn run(arguments: &Audit) -> Result<Ended, Failure> {
    if let Some(kind) = arguments.script {
        output::result(&kind.script())?;
        return Ok(Ended::Well);
    }
    let policy = arguments.policy.as_deref().map(policy).transpose()?;
    let asked = judged::Asked {
        from: None,
        all: arguments.all_rules,
        by_policy: policy.is_some(),
    };
    let judge = Judge::of(asked, releases(arguments)?);
    let wanted = Wanted {
        targets: &arguments.targets,
        from: &arguments.from,
        all: arguments.all,
        config: arguments.config.as_deref(),
    };
    let config = configured(&wanted)?;
    let subjects = subjects(&wanted, &config, policy.as_ref())?;
    let (mut all, mut failures) = (Vec::new(), Vec::new());
    // A history that cannot be had costs no audit.
    let keeper = keeper(arguments, &config).unwrap_or_else(|failure| {
        failures.push(failure);
        None
    });
    for asked in audit::asked(subjects, &arguments.facts, arguments.pss) {
        match asked.and_then(|asked| asked.judged(arguments, &judge, keeper.as_ref())) {
            Ok(mut judged) => {
                failures.append(&mut judged.failures);
                all.push(judged);
            }
            Err(failure) => failures.push(failure),
        }
    }
    beside::noted(&mut all);
    let servers: Vec<Audited> = all.into_iter().map(|it| it.server).collect();
    output::result(&written(arguments, &servers, &failures))?;
    output::failures(&failures);
    Ok(ended(arguments, &servers, &failures))
}

/// The history that a flag or plimsoll.toml places; where something is asked of
/// one and nobody placed it, the user's own.
fn keeper(arguments: &Audit, config: &Settings) -> Result<Option<Keeper>, Failure> {
    let keeper = Keeper::open(arguments.store.as_deref(), &config.history)?;
    let is_needed = arguments.baseline.is_some() || arguments.since.is_some();
    if keeper.is_some() || !is_needed {
        return Ok(keeper);
    }
    let place = keeper::default_place().ok_or_else(|| {
        Failure::new("there is no home folder to keep a history in; name one with --store")
    })?;
    Keeper::at(&place.display().to_string(), Limits::default()).map(Some)
}

/// What is known of releases: a newer file's word, where one is given.
fn releases(arguments: &Audit) -> Result<Releases, Failure> {
    let Some(path) = &arguments.releases else {
        return Ok(Releases::embedded());
    };
    let (shown, bytes) = given(path, "--releases")?;
    Releases::read(&String::from_utf8_lossy(&bytes))
        .map_err(|why| Failure::new(format_args!("{shown}: {why}")))
}

fn written(arguments: &Audit, servers: &[Audited], failures: &[Failure]) -> String {
    let targets: Vec<Checked> = servers.iter().map(|it| it.checked.clone()).collect();
    let failures: Vec<String> = failures.iter().map(ToString::to_string).collect();
    let rules = rules::entries();
    let run = Run {
        targets: &targets,
        rules: &rules,
        failures: &failures,
        fail_on: arguments.fail_on.severity(),
        machine: plimsoll_report::Machine::default(),
    };
    match arguments.format {
        AuditFormat::Text => text::audit(servers, &run, output::screen()),
        AuditFormat::Concise => text::concise(&run, output::palette()),
        AuditFormat::Json => json::audit(servers),
        AuditFormat::JsonLines => json::lines(&run),
        AuditFormat::Markdown => markdown::check(&run),
    }
}

fn ended(arguments: &Audit, servers: &[Audited], failures: &[Failure]) -> Ended {
    let mut findings = servers.iter().flat_map(|server| &server.checked.findings);
    let mildest = arguments.fail_on.severity();
    let bad = mildest.is_some_and(|mildest| findings.any(|it| it.severity >= mildest));
    if !failures.is_empty() {
        Ended::Failed
    } else if bad {
        Ended::Findings
    } else {
        Ended::Well
    }
}
