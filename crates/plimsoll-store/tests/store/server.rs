//! What a PostgreSQL alone can meet: no rights, another's schema, locks, its end.

use super::support::{
    SHORT, WAIT_MAX, at, audit, database, new_database, open, refused, run, started,
};
use plimsoll_lab::{Installed, Server, ServerUser};
use plimsoll_store::{Fault, Limits, Place, SCHEMA_VERSION, Store};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

const SERVER: &str = "postgresql-17";

#[test]
fn a_role_without_rights_is_refused_until_it_has_them() {
    let Some(instance) = started(SERVER) else {
        return;
    };
    let mut session = instance.session().unwrap();
    session
        .query("CREATE DATABASE ops; ")
        .and_then(|_| session.query("CREATE ROLE keeper LOGIN"))
        .unwrap();
    let place = database(&instance, "keeper", "ops");
    let said = refused(&place);
    assert!(
        said.contains("permission denied for database ops"),
        "{said}"
    );
    assert!(said.contains("nothing was written"), "{said}");
    session
        .query("GRANT CREATE ON DATABASE ops TO keeper")
        .unwrap();
    drop(open(&place));
    // Only to make it: from then on the schema is its own.
    session
        .query("REVOKE CREATE ON DATABASE ops FROM keeper")
        .unwrap();
    run(open(&place).keep(&audit("a", 1, &[("a", "1")]))).unwrap();
    session
        .query("ALTER ROLE keeper SET default_transaction_read_only = on")
        .unwrap();
    run(open(&place).keep(&audit("a", 2, &[("a", "1")]))).unwrap();
    let said = refused(&database(&instance, "nobody", "ops"));
    assert!(said.contains("role \"nobody\" does not exist"), "{said}");
    let said = refused(&database(&instance, "keeper", "nowhere"));
    assert!(
        said.contains("database \"nowhere\" does not exist"),
        "{said}"
    );
}

#[test]
fn what_is_not_ours_or_newer_is_left_as_it_is() {
    let Some(instance) = started(SERVER) else {
        return;
    };
    let place = new_database(&instance, "others");
    let mut session = instance.session_in("others").unwrap();
    session
        .query("CREATE SCHEMA plimsoll; CREATE TABLE plimsoll.marks (depth int)")
        .unwrap();
    let said = refused(&place);
    assert!(said.contains("is not such a history"), "{said}");
    let tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'plimsoll'";
    assert_eq!(session.value(tables).unwrap(), "marks");

    let place = new_database(&instance, "newer");
    drop(open(&place));
    let mut session = instance.session_in("newer").unwrap();
    let newer = SCHEMA_VERSION + 1;
    session
        .query(&format!(
            "INSERT INTO plimsoll.refinery_schema_history VALUES ({newer}, 'later', '', '1')"
        ))
        .unwrap();
    let said = refused(&place);
    let told = format!("of version {newer} and this Plimsoll knows them up to {SCHEMA_VERSION}");
    assert!(said.contains(&told), "{said}");
}

#[test]
fn locks_are_waited_for_and_then_told() {
    let Some(instance) = started(SERVER) else {
        return;
    };
    let place = new_database(&instance, "locked");
    drop(open(&place));
    let store = run(Store::open(&place, SHORT)).unwrap();
    let mut session = instance.session_in("locked").unwrap();
    session
        .query("BEGIN; LOCK TABLE plimsoll.targets IN ACCESS EXCLUSIVE MODE")
        .unwrap();
    let first = audit("a", 1, &[("a", "1")]);
    let error = run(store.keep(&first)).unwrap_err();
    assert_eq!(error.fault, Fault::Locked { waited_ms: 200 }, "{error}");
    session.query("ROLLBACK").unwrap();
    assert_eq!(run(store.keep(&first)).unwrap().number, 1);
}

#[test]
fn a_connection_that_was_cut_is_opened_again() {
    let Some(instance) = started(SERVER) else {
        return;
    };
    let place = new_database(&instance, "cut");
    let store = open(&place);
    run(store.keep(&audit("a", 1, &[("a", "1")]))).unwrap();
    let mut session = instance.session_in("cut").unwrap();
    let cut = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity \
               WHERE application_name = 'plimsoll'";
    assert_eq!(session.value(cut).unwrap(), "1");
    let second = audit("a", 2, &[("a", "1")]);
    assert_eq!(run(store.keep(&second)).unwrap().number, 2);
    drop(session);
    drop(instance);
    let error = run(store.keep(&second)).unwrap_err();
    assert!(matches!(error.fault, Fault::Unreachable(_)), "{error}");
}

#[test]
fn a_full_disk_keeps_what_there_was_and_says_so() {
    let Some(instance) = started(SERVER) else {
        return;
    };
    let place = new_database(&instance, "full_one");
    let store = open(&place);
    run(store.keep(&audit("a", 1, &[("a", "1")]))).unwrap();
    // The server's own words for a full disk, from a rule of the table.
    let mut session = instance.session_in("full_one").unwrap();
    session
        .query(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$; \
             CREATE TRIGGER full_disk BEFORE INSERT ON plimsoll.settings \
             EXECUTE FUNCTION full_disk()",
        )
        .unwrap();
    let error = run(store.keep(&audit("a", 2, &[("a", "2")]))).unwrap_err();
    assert!(matches!(error.fault, Fault::Full(_)), "{error}");
    session
        .query("DROP TRIGGER full_disk ON plimsoll.settings")
        .unwrap();
    let entries = run(store.history("a", 9)).unwrap();
    assert_eq!((entries.len(), &entries[0].stamp.at), (1, &at(1)));
    assert_eq!(
        run(store.keep(&audit("a", 3, &[("a", "2")])))
            .unwrap()
            .number,
        2
    );
}

#[test]
fn a_limit_in_bytes_is_for_a_file() {
    let Some(instance) = started(SERVER) else {
        return;
    };
    let store = open(&new_database(&instance, "bytes"));
    let limits = Limits {
        bytes_max: Some(1),
        ..Limits::default()
    };
    let said = run(store.retain(limits, &at(1))).unwrap_err().to_string();
    assert!(
        said.contains("limit a PostgreSQL by age or count"),
        "{said}"
    );
}

#[test]
fn a_server_that_is_not_there_or_never_answers_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let place = Place::parse(&format!("postgres://me:hunter2@127.0.0.1:{port}/ops")).unwrap();
    let said = refused(&place);
    assert!(
        said.contains("its server is out of reach (no answer for"),
        "{said}"
    );
    drop(listener);
    let error = run(Store::open(&place, WAIT_MAX)).unwrap_err().to_string();
    assert!(error.contains("Connection refused"), "{error}");
    assert!(!format!("{said}{error}").contains("hunter2"));
}

#[test]
fn a_server_elsewhere_is_known_by_its_certificate() {
    let Ok(installed) = Installed::find(SERVER) else {
        eprintln!("skipped: {SERVER}");
        return;
    };
    let keys = Keys::made();
    let instance = Server::new(&installed)
        .with_tcp()
        .set("ssl", "on")
        .set("ssl_cert_file", keys.path("server.crt"))
        .set("ssl_key_file", keys.path("server.key"))
        .set("hba_file", keys.path("hba"))
        .start()
        .unwrap();
    let port = instance.port().unwrap();
    let at = |host: &str, roots: &str| {
        let roots = keys.path(roots);
        let url = format!("postgres://postgres@{host}:{port}/postgres?sslrootcert={roots}");
        Place::parse(&url).unwrap()
    };
    // The server takes no plain text on this way.
    let plain = format!("postgres://postgres@localhost:{port}/postgres");
    let said = refused(&Place::parse(&plain).unwrap());
    assert!(said.contains("no encryption"), "{said}");
    run(open(&at("localhost", "ca.crt")).keep(&audit("a", 1, &[("a", "1")]))).unwrap();
    let said = refused(&at("127.0.0.1", "ca.crt"));
    assert!(said.contains("not valid for name"), "{said}");
    let said = refused(&at("localhost", "stranger.crt"));
    assert!(said.contains("UnknownIssuer"), "{said}");
    let said = refused(&at("localhost", "missing.crt"));
    assert!(said.contains("cannot read sslrootcert"), "{said}");
    let said = refused(&at("localhost", "hba"));
    assert!(said.contains("no certificate authority"), "{said}");
}

/// A server's certificate for `localhost`, its authority, and another one.
struct Keys(tempfile::TempDir);

impl Keys {
    fn made() -> Self {
        let made = Self(tempfile::tempdir().unwrap());
        let kind = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        for name in ["ca", "stranger"] {
            made.openssl(&format!(
                "req -x509 {kind} -days 30 -subj /CN={name} -keyout {name}.key -out {name}.crt"
            ));
        }
        made.openssl(&format!(
            "req {kind} -subj /CN=localhost -keyout server.key -out server.csr"
        ));
        fs::write(made.path("names"), "subjectAltName=DNS:localhost").unwrap();
        made.openssl(
            "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 \
             -extfile names -out server.crt",
        );
        let hba = "local all all trust\nhostssl all all all trust\n";
        fs::write(made.path("hba"), hba).unwrap();
        let user = ServerUser::ready().unwrap();
        fs::set_permissions(made.path("server.key"), fs::Permissions::from_mode(0o600)).unwrap();
        for path in [".", "server.key"] {
            user.own(&made.0.path().join(path)).unwrap();
        }
        made
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn openssl(&self, words: &str) {
        let mut openssl = std::process::Command::new("openssl");
        openssl
            .args(words.split_whitespace())
            .current_dir(self.0.path());
        let said = openssl.output().unwrap();
        assert!(said.status.success(), "{words}: {said:?}");
    }
}
