//! Names by which a machine calls what serves a database: its units, packages,
//! containers, files.

/// Words in the names of a database's units, services and containers.
const OF_DATABASE: [&str; 15] = [
    "postgres",
    "mysql",
    "mariadb",
    "percona",
    "patroni",
    "repmgr",
    "pg_auto",
    "pgbouncer",
    "pgpool",
    "pgcat",
    "odyssey",
    "proxysql",
    "galera",
    "cnpg",
    "pgsql",
];

/// Words in the names of what a database runs in or behind.
const AROUND: [&str; 10] = [
    "docker",
    "containerd",
    "podman",
    "crio",
    "kubelet",
    "haproxy",
    "keepalived",
    "corosync",
    "pacemaker",
    "libvirt",
];

/// Files that a server reads, and folders that it lives in.
const FILES: [&str; 14] = [
    "postgresql.conf",
    "postgresql.auto.conf",
    "postgresql.base.conf",
    "pg_hba.conf",
    "pg_ident.conf",
    "patroni.y",
    "my.cnf",
    "mysqld.cnf",
    "/etc/mysql",
    "/etc/my.cnf.d",
    "/etc/postgresql",
    "/var/lib/postgresql",
    "/var/lib/pgsql",
    "/var/lib/mysql",
];

/// Whether a unit, a service or a container serves a database. Those that only
/// watch one or copy it do not.
pub(super) fn is_of_database(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_helper = ["exporter", "backup", "dump", ".timer"]
        .iter()
        .any(|it| name.contains(it));
    !is_helper && OF_DATABASE.iter().any(|word| name.contains(word))
}

/// Whether a unit's coming and going may be a database's: it serves one, or one
/// runs in it or behind it.
pub(super) fn matters(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    is_of_database(name) || AROUND.iter().any(|word| lower.contains(word))
}

/// Whether a path is a server's.
pub(super) fn is_file_of_database(path: &str) -> bool {
    FILES.iter().any(|file| path.contains(file))
}

/// Whether a unit of systemd serves no database and runs none, by its name.
pub(crate) fn is_another_unit(unit: &str) -> bool {
    const ENDINGS: [&str; 4] = ["db", "sql", "pg", "database"];
    let Some((name, _)) = unit
        .rsplit_once('.')
        .filter(|(_, kind)| matches!(*kind, "service" | "scope"))
    else {
        return false;
    };
    let lower = name.to_ascii_lowercase();
    let mut parts = lower.split(['-', '_', '@', '.']);
    let names_one = parts.any(|part| {
        let part = part.trim_end_matches(|c: char| c.is_ascii_digit());
        ENDINGS.iter().any(|ending| part.ends_with(ending))
    });
    !names_one && !matters(name)
}

#[cfg(test)]
mod tests {
    use super::is_another_unit;

    #[test]
    fn units_of_others_are_told_by_their_names() {
        for unit in ["pdf-render.service", "nginx.service", "session-12.scope"] {
            assert!(is_another_unit(unit), "{unit}");
        }
        for unit in [
            "postgresql@16-main.service",
            "mysqld.service",
            "shopdb.service",
            "db1.service",
            "docker.service",
            "web",
            "db-0/postgres",
            "",
        ] {
            assert!(!is_another_unit(unit), "{unit}");
        }
    }
}
