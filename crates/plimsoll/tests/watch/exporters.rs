//! A server under an exporter's names: as the exporter would show it, up or not.

use crate::support::{Daemon, section, server};

#[test]
fn a_server_is_shown_under_the_exporters_names() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let gone = "[[server]]\nname = \"gone\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n\
                [[server]]\nname = \"other\"\nurl = \"mysql://a@127.0.0.1:1/b\"\n";
    let daemon = Daemon::start("", &(section("shop", &instance, "") + gone));
    let page = |query: &str| daemon.get(&format!("/metrics/postgres_exporter?{query}"));
    let (code, newest) = page("target=shop");
    assert_eq!(code, 200);
    assert!(newest.contains("\npg_up 1\n"), "{newest}");
    let names = |page: &str| page.lines().filter(|it| it.starts_with("# TYPE")).count();
    assert!(names(&newest) > 100, "{newest}");
    let (code, old) = page("target=shop&version=0.11");
    assert_eq!(code, 200);
    assert_ne!(names(&old), names(&newest));
    let (code, down) = page("target=gone");
    assert_eq!((code, names(&down)), (200, 1));
    assert!(down.contains("\npg_up 0\n"), "{down}");
    let (code, mysql) = daemon.get("/metrics/mysqld_exporter?target=other");
    assert_eq!(code, 200);
    assert!(mysql.contains("\nmysql_up 0\n"), "{mysql}");
    assert_eq!(daemon.get("/metrics/mysqld_exporter?target=shop").0, 404);
    for (query, wanted) in [
        ("", 404),
        ("target=stranger", 404),
        ("target=other", 404),
        ("target=shop&version=9.9", 400),
    ] {
        assert_eq!(page(query).0, wanted, "{query}");
    }
}

#[test]
fn a_server_of_the_other_kind_has_its_own_exporters_names() {
    let Some(server) = server("mariadb-10.11") else {
        return;
    };
    let instance = server.start().unwrap();
    let socket = instance.socket().display();
    let section =
        format!("[[server]]\nname = \"m\"\nurl = \"mariadb://root@localhost/?socket={socket}\"\n");
    let daemon = Daemon::start("", &section);
    let (code, page) = daemon.get("/metrics/mysqld_exporter?target=m");
    assert_eq!(code, 200);
    assert!(
        page.contains("\nmysql_up 1\n") && page.contains("mysql_global_status_threads_connected")
    );
}
