//! Lines and blocks of package managers.

#![allow(clippy::needless_raw_string_hashes)]

use expect_test::expect;

use super::signals;
use crate::signal::OperatorSignal;

fn told(lines: &str) -> String {
    let line = |said: OperatorSignal| match said {
        OperatorSignal::Package {
            name,
            from,
            to,
            of_database,
        } => format!("{name} {from:?} {to:?} {of_database}"),
        other => format!("{other:?}"),
    };
    let said = lines.lines().flat_map(signals).map(line);
    said.collect::<Vec<_>>().join("\n")
}

#[test]
fn packages_of_databases_and_around_them_are_told() {
    expect![[r#"
        postgresql-16 Some("16.2-1") Some("16.3-1") true
        mariadb-server-10.6 None Some("1:10.6.18-0ubuntu0.22.04.1") true
        mysql-server-8.0 Some("8.0.36-0ubuntu0.22.04.1") None true
        libssl3 Some("3.0.2-0ubuntu1.14") Some("3.0.2-0ubuntu1.15") false
        libpq5 Some("14.11-0") Some("14.12-0") true
        linux-image-5.15.0-107-generic None Some("5.15.0-107.117") false
        postgresql-14 Some("14.11-0") None true
        postgresql-14 None None true
        postgresql16-server None Some("16.3-1PGDG.rhel9") true
        mariadb-server None Some("5.5.68-1.el7") true
        Percona-Server-server-57 Some("5.7.44-48.1.el7") None true
        mysql-community-server None Some("8.0.37-1.el9") true
        Command { act: Stop }"#]].assert_eq(&told("\
upgrade postgresql-16:amd64 16.2-1 16.3-1
install mariadb-server-10.6:amd64 <none> 1:10.6.18-0ubuntu0.22.04.1
remove mysql-server-8.0:amd64 8.0.36-0ubuntu0.22.04.1 <none>
Upgrade: libssl3:amd64 (3.0.2-0ubuntu1.14, 3.0.2-0ubuntu1.15), curl:amd64 (1, 2), libpq5:amd64 (14.11-0, 14.12-0)
Install: linux-image-5.15.0-107-generic:amd64 (5.15.0-107.117, automatic)
Purge: postgresql-14:amd64 (14.11-0)
Packages that will be upgraded: postgresql-14 tzdata
Upgrade: postgresql16-server-16.3-1PGDG.rhel9.x86_64
Updated: 1:mariadb-server-5.5.68-1.el7.x86_64
Erased: Percona-Server-server-57-5.7.44-48.1.el7.x86_64
Installed: mysql-community-server-8.0.37-1.el9.x86_64
systemctl restart mysql.service"));
}

#[test]
fn other_packages_and_other_lines_are_not() {
    let lines = "\
startup archives unpack
status installed postgresql-16:amd64 16.3-1
configure postgresql-16:amd64 16.3-1 <none>
upgrade curl:amd64 1 2
upgrade libc6-dev:amd64 1 2
upgrade prometheus-postgres-exporter:amd64 1 2
Commandline: apt-get install postgresql
Requested-By: mysql (1000)
Upgraded: postgresql16-server-16.2-1PGDG.rhel9.x86_64
Upgrade: x
Upgrade: (
systemctl restart cron.service";
    assert_eq!(told(lines), "");
}
