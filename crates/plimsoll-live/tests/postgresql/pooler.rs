//! The same through PgBouncer, which gives its servers away by the transaction.

use crate::sampled::{Sampled, value};
use crate::support::{address, audit, folder, gaps, run, started};
use plimsoll_lab::ServerUser;
use plimsoll_live::read::postgresql::{Limits, plans};
use plimsoll_model::Metric;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

struct Pooler(Child);

impl Drop for Pooler {
    fn drop(&mut self) {
        let _gone_by_itself = self.0.kill();
        self.0.wait().unwrap();
    }
}

const CONFIG: &str = "
[databases]
* = host=127.0.0.1 port={server} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
";

fn pooler(server: u16, folder: &Path) -> Option<(Pooler, u16)> {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let config = CONFIG.replace("{server}", &server.to_string());
    let config = config.replace("{port}", &free.port().to_string());
    let path = folder.join("pgbouncer.ini");
    std::fs::write(&path, config).unwrap();
    let user = ServerUser::ready().unwrap();
    let mut command = user.command(Path::new("/usr/sbin/pgbouncer"));
    command
        .arg("--quiet")
        .arg(&path)
        .stderr(Stdio::null())
        .stdout(Stdio::null());
    let child = command.spawn();
    let child = child.inspect_err(|error| eprintln!("skipped: pgbouncer ({error})"));
    let pooler = Pooler(child.ok()?);
    let until = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(free).is_err() {
        assert!(Instant::now() < until, "pgbouncer does not listen");
    }
    Some((pooler, free.port()))
}

#[test]
fn through_a_pooler_everything_is_answered_and_the_pooler_is_told() {
    let Some(instance) = started("postgresql-15") else {
        return;
    };
    let folder = folder();
    let Some((_pooler, port)) = pooler(instance.port().unwrap(), folder.path()) else {
        return;
    };
    let there = address(&format!(
        "host=127.0.0.1 port={port} user=any dbname=postgres"
    ));
    for _ in 0..2 {
        let found = audit(&there).unwrap();
        assert_eq!(gaps(&found), [""; 0]);
        let pooler = found.row("pooler").unwrap();
        assert_eq!(pooler.is_on("is_between"), Some(true), "{pooler:?}");
    }
    // A transaction that failed in the middle leaves the pool's one server whole.
    let mut locker = instance.session().unwrap();
    locker
        .query("begin; lock table pg_catalog.pg_extension")
        .unwrap();
    assert_eq!(gaps(&audit(&there).unwrap()).len(), 1);
    locker.query("rollback").unwrap();
    assert_eq!(gaps(&audit(&there).unwrap()), [""; 0]);
    let gone = address(&format!(
        "host=127.0.0.1 port={port} user=any dbname=absent"
    ));
    let error = audit(&gone).unwrap_err();
    assert!(error.to_string().contains("does not exist"), "{error}");
}

#[test]
fn nothing_is_planned_through_a_pooler() {
    let Some(instance) = started("postgresql-17") else {
        return;
    };
    let folder = folder();
    let Some((_pooler, port)) = pooler(instance.port().unwrap(), folder.path()) else {
        return;
    };
    let there = address(&format!(
        "host=127.0.0.1 port={port} user=any dbname=postgres"
    ));
    let told = run(plans(&there, None, &Limits::default()));
    assert!(told.answers.is_empty());
    let why = &told.gaps[0].why;
    assert!(why.contains("a pooler stands between"), "{why}");
}

#[test]
fn samples_are_taken_through_a_pooler_that_changes_servers() {
    let Some(instance) = started("postgresql-15") else {
        return;
    };
    let folder = folder();
    let Some((_pooler, port)) = pooler(instance.port().unwrap(), folder.path()) else {
        return;
    };
    let text = format!("host=127.0.0.1 port={port} user=any dbname=postgres");
    let mut first = Sampled::open(&address(&text), &Limits::default()).unwrap();
    let mut second = Sampled::open(&address(&text), &Limits::default()).unwrap();
    for _ in 0..3 {
        for sampled in [&mut first, &mut second] {
            let told = sampled.sample();
            assert!(
                told.gaps.iter().all(|gap| gap.what == "statements"),
                "{told:?}"
            );
            assert_eq!(value(&told, Metric::IsReplica, ""), 0.0);
        }
        // The pool's one server is another session from now on.
        let end = "select pg_terminate_backend(pid) from pg_stat_activity
                    where backend_type = 'client backend' and pid <> pg_backend_pid()";
        instance.session().unwrap().query(end).unwrap();
    }
    let kept = "select count(*) from pg_prepared_statements";
    assert_eq!(instance.session().unwrap().value(kept).unwrap(), "0");
}
