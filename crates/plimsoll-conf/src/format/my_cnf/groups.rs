//! Which groups a server reads, and which only look as if it did.

use plimsoll_model::Engine;

use super::dialect::Dialect;

/// Groups of client programs and tools, which no server reads.
const OF_OTHER_PROGRAMS: &[&str] = &[
    "client",
    "client-mariadb",
    "embedded",
    "mariadb-admin",
    "mariadb-backup",
    "mariadb-binlog",
    "mariadb-check",
    "mariadb-client",
    "mariadb-dump",
    "mariadb-import",
    "mariadb-show",
    "mariadb-slap",
    "mariadb-upgrade",
    "mariadbd-multi",
    "mariadbd-safe",
    "myisamchk",
    "mysql",
    "mysql.server",
    "mysql_upgrade",
    "mysqladmin",
    "mysqlbinlog",
    "mysqlcheck",
    "mysqld_multi",
    "mysqld_safe",
    "mysqldump",
    "mysqlhotcopy",
    "mysqlimport",
    "mysqlshow",
    "mysqlslap",
    "sst",
    "xtrabackup",
];

/// Whether one of the groups it reads is this one; case does not count.
pub(super) fn reads(groups: &[String], name: &str) -> bool {
    groups.iter().any(|group| group.eq_ignore_ascii_case(name))
}

/// Why a group that this server does not read was probably meant for it;
/// `None` for a group of some other program.
pub(super) fn looks_like_servers(
    name: &str,
    groups: &[String],
    dialect: &Dialect,
) -> Option<String> {
    let folded = name.trim().to_ascii_lowercase();
    let title = dialect.engine.title();
    if OF_OTHER_PROGRAMS.contains(&folded.as_str()) {
        return None;
    }
    if name.trim() != name && reads(groups, name.trim()) {
        return Some(format!(
            "the group is [{name}] with a blank in front, which no server reads: write [{}]",
            name.trim()
        ));
    }
    if let Some(number) = numbered(&folded) {
        return Some(format!(
            "only {number} reads [{name}]: its settings do not count here"
        ));
    }
    if let Some(engine) = of_other_engine(&folded, dialect.engine) {
        return Some(format!(
            "{title} does not read [{name}] ({engine} does): its settings do not count here"
        ));
    }
    let near = groups
        .iter()
        .find(|group| strsim::damerau_levenshtein(group, &folded) == 1)?;
    Some(format!(
        "{title} does not read [{name}]: did you mean [{near}]?"
    ))
}

/// `mysqld-8.4` and its like: the server that reads it.
fn numbered(name: &str) -> Option<String> {
    let (stem, number) = name.split_once('-')?;
    let title = match stem {
        "mysqld" => "a server",
        "mariadb" | "mariadbd" => "MariaDB",
        _ => return None,
    };
    let digits = number.starts_with(|first: char| first.is_ascii_digit());
    digits.then(|| format!("{title} of version {number}"))
}

fn of_other_engine(name: &str, engine: Engine) -> Option<&'static str> {
    match engine {
        Engine::Mysql | Engine::Postgresql => {
            matches!(name, "mariadb" | "mariadbd" | "client-server" | "galera").then_some("MariaDB")
        }
        Engine::Mariadb => (name == "mysql_cluster").then_some("MySQL Cluster"),
    }
}
