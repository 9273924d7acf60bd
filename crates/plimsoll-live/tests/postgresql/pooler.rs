//! The same through PgBouncer, which gives its servers away by the transaction.

use crate::sampled::{Sampled, figure, value};
use crate::support::{address, audit, folder, gaps, run, started};
use jiff::Timestamp;
use plimsoll_lab::ServerUser;
use plimsoll_live::read::pgbouncer::Console;
use plimsoll_live::read::postgresql::{Limits, plans};
use plimsoll_model::{Metric, Source};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

pub(crate) struct Pooler(Child);

impl Drop for Pooler {
    fn drop(&mut self) {
        let _gone_by_itself = self.0.kill();
        self.0.wait().unwrap();
    }
}

const CONFIG: &str = "
[databases]
* = host={host} port={server} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir = {folder}
auth_type = any
admin_users = admin
pool_mode = transaction
default_pool_size = {size}
";

/// Where a pooler finds its server, and how many sessions it opens there.
pub(crate) struct Behind<'a> {
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    pub(crate) size: u8,
}

fn pooler(server: u16, folder: &Path) -> Option<(Pooler, u16)> {
    let behind = Behind {
        host: "127.0.0.1",
        port: server,
        size: 1,
    };
    before(&behind, folder)
}

/// A pooler before a server, and its port; its socket is in the folder.
pub(crate) fn before(behind: &Behind<'_>, folder: &Path) -> Option<(Pooler, u16)> {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let values = [
        ("{host}", behind.host.to_owned()),
        ("{server}", behind.port.to_string()),
        ("{size}", behind.size.to_string()),
        ("{folder}", folder.display().to_string()),
        ("{port}", free.port().to_string()),
    ];
    let config = values
        .iter()
        .fold(CONFIG.to_owned(), |config, (name, value)| {
            config.replace(name, value)
        });
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
    let socket = folder.join(format!(".s.PGSQL.{}", free.port()));
    while TcpStream::connect(free).is_err() || !socket.exists() {
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
fn samples_are_taken_through_a_pooler() {
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
    for _ in 0..2 {
        first.assert_whole();
        second.assert_whole();
    }
    assert_eq!(prepared(port), "0");
}

/// Over sockets nothing tells of the pooler, until the sampler gets another session of
/// the server than the one that its statements were prepared on.
#[test]
fn a_pooler_that_nobody_saw_is_met_by_asking_in_full() {
    let Some(instance) = started("postgresql-15") else {
        return;
    };
    let folder = folder();
    let host = instance.folder().display().to_string();
    let behind = Behind {
        host: &host,
        port: instance.port().unwrap(),
        size: 2,
    };
    let Some((_pooler, port)) = before(&behind, folder.path()) else {
        return;
    };
    let socket = folder.path().display();
    let text = format!("host={socket} port={port} user=any dbname=postgres");
    let mut sampled = Sampled::open(&address(&text), &Limits::default()).unwrap();
    sampled.assert_whole();
    assert_ne!(prepared(port), "0");
    let refused = || instance.log().matches("does not exist").count();
    assert_eq!(refused(), 0);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let holder = runtime.block_on(connect(port));
    // A transaction that holds that session.
    runtime.block_on(holder.batch_execute("BEGIN")).unwrap();
    sampled.assert_whole();
    assert_eq!(refused(), 1);
    sampled.assert_whole();
    assert_eq!(refused(), 1);
}

#[test]
fn clients_that_wait_in_a_pool_are_counted() {
    let Some(instance) = started("postgresql-15") else {
        return;
    };
    let folder = folder();
    let Some((_pooler, port)) = pooler(instance.port().unwrap(), folder.path()) else {
        return;
    };
    let text = format!("host=127.0.0.1 port={port} user=admin dbname=pgbouncer");
    let (there, limits) = (address(&text), Limits::default());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let open = Console::open(&there, &limits);
    let mut console = runtime.block_on(open).unwrap();
    let holder = runtime.block_on(connect(port));
    runtime.block_on(holder.batch_execute("BEGIN")).unwrap();
    for _ in 0..2 {
        runtime.spawn(async move { connect(port).await.batch_execute("SELECT").await });
    }
    let until = Instant::now() + Duration::from_secs(20);
    let pool = "postgres/postgres";
    let told = loop {
        let told = runtime
            .block_on(console.sample(Timestamp::UNIX_EPOCH))
            .unwrap();
        if figure(&told, Metric::PoolClientsWaiting, &[pool]) == Some(2.0)
            && value(&told, Metric::PoolWaitSeconds, pool) > 0.0
        {
            break told;
        }
        assert!(Instant::now() < until, "{told:?}");
    };
    assert_eq!(told.source, Source::Pooler);
    assert_eq!(value(&told, Metric::PoolClients, pool), 1.0);
    let servers = |state| figure(&told, Metric::PoolServers, &[pool, state]);
    assert_eq!((servers("active"), servers("idle")), (Some(1.0), Some(0.0)));
    let is_own = |it: &plimsoll_model::Reading| it.labels[0].starts_with("pgbouncer/");
    assert!(!told.readings.iter().any(is_own), "{told:?}");
}

#[test]
fn a_console_and_a_server_are_not_taken_for_each_other() {
    let Some(instance) = started("postgresql-15") else {
        return;
    };
    let folder = folder();
    let Some((_pooler, port)) = pooler(instance.port().unwrap(), folder.path()) else {
        return;
    };
    let at = |user: &str, name: &str| {
        address(&format!(
            "host=127.0.0.1 port={port} user={user} dbname={name}"
        ))
    };
    let console = |there| run(Console::open(&there, &Limits::default()));
    let server = console(at("any", "postgres")).unwrap_err();
    assert!(
        server.to_string().contains("not PgBouncer's console"),
        "{server}"
    );
    let audited = audit(&at("admin", "pgbouncer")).unwrap_err();
    assert!(
        audited.to_string().contains("it is PgBouncer's console"),
        "{audited}"
    );
    assert_eq!(audited.trouble.reach().as_str(), "unfit");
}

/// Statements that are prepared on the session that the pooler gives now.
fn prepared(port: u16) -> String {
    run(async {
        let count = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'plimsoll%'";
        let told = connect(port).await.simple_query(count).await.unwrap();
        let value = told.iter().find_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        value.unwrap()
    })
}

/// A client of the pooler.
async fn connect(port: u16) -> tokio_postgres::Client {
    let text = format!("host=127.0.0.1 port={port} user=any dbname=postgres");
    let connected = tokio_postgres::connect(&text, tokio_postgres::NoTls).await;
    let (client, connection) = connected.unwrap();
    tokio::spawn(async move { drop(connection.await) });
    client
}
