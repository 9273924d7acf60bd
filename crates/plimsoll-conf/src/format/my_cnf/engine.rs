//! What names a storage engine, and where InnoDB keeps its system tablespace:
//! texts that only a server which really starts looks at, and ends over.
//!
//! Sources: `ha_resolve_by_name` and `init_default_storage_engine` of both
//! engines, InnoDB's `SysTablespace::parse_params`; each case was put to a
//! starting MariaDB 10.11 and 11.8 and MySQL 9.7.

use plimsoll_model::{Engine, ProblemKind, Value};

use super::resolve::Resolver;

/// Variables that name an engine, and whether none at all may be named.
const NAMING: [(&str, Option<Engine>); 3] = [
    ("default_storage_engine", None),
    ("default_tmp_storage_engine", Some(Engine::Mariadb)),
    ("enforce_storage_engine", Some(Engine::Mariadb)),
];

/// Engines built into both servers, under each of their names.
const BUILT_IN: &[&str] = &[
    "CSV",
    "HEAP",
    "INNOBASE",
    "InnoDB",
    "MEMORY",
    "MERGE",
    "MRG_MYISAM",
    "MyISAM",
    "PERFORMANCE_SCHEMA",
];

const BUILT_IN_MARIADB: &[&str] = &["Aria", "SEQUENCE"];

const BUILT_IN_MYSQL: &[&str] = &["ARCHIVE", "BLACKHOLE"];

/// Engines that a plugin or a build brings, and a switch may leave off.
const LOADABLE: &[&str] = &[
    "ARCHIVE",
    "BLACKHOLE",
    "Columnstore",
    "CONNECT",
    "EXAMPLE",
    "FEDERATED",
    "Mroonga",
    "NDB",
    "NDBCLUSTER",
    "OQGRAPH",
    "ROCKSDB",
    "S3",
    "SPHINX",
    "SPIDER",
    "TokuDB",
];

/// Lists of InnoDB's files, and whether one may be a raw device.
const DATA_FILES: [(&str, bool); 2] = [
    ("innodb_data_file_path", true),
    ("innodb_temp_data_file_path", false),
];

/// Checks every such text that is set.
pub(super) fn check(resolver: &mut Resolver) {
    for (name, may_be_empty) in NAMING {
        named(resolver, name, may_be_empty);
    }
    if without_innodb(resolver) {
        innodb_is_off(resolver);
        return;
    }
    for (name, raw) in DATA_FILES {
        data_files(resolver, name, raw);
    }
}

fn named(resolver: &mut Resolver, name: &str, may_be_empty: Option<Engine>) {
    let server = resolver.series.engine();
    let Some(Value::Text(text)) = resolver.current.get(name).cloned() else {
        return;
    };
    let own = match server {
        Engine::Mariadb => BUILT_IN_MARIADB,
        Engine::Mysql | Engine::Postgresql => BUILT_IN_MYSQL,
    };
    let among = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(&text));
    if among(BUILT_IN) || among(own) || (text.is_empty() && may_be_empty == Some(server)) {
        return;
    }
    if among(LOADABLE) || loads_plugins(resolver) {
        let message = format!(
            "{name} = {text}: this engine is not built in; the server refuses to start where no plugin brings it"
        );
        resolver.note_at(name, ProblemKind::BadValue, message);
        return;
    }
    let message = format!(
        "{name} = {text}: there is no such storage engine, so the server refuses to start; write InnoDB or another in full"
    );
    resolver.fatal(name, ProblemKind::BadValue, message);
}

/// Whether the files load plugins, of which any may bring an engine.
fn loads_plugins(resolver: &Resolver) -> bool {
    let options = ["plugin_load", "plugin_load_add", "early_plugin_load"];
    options
        .iter()
        .any(|name| resolver.current.contains_key(*name))
}

/// Whether MariaDB's InnoDB is turned off; no MySQL since 5.7 goes without.
fn without_innodb(resolver: &Resolver) -> bool {
    let off = Value::Enum("OFF".to_owned());
    resolver.series.engine() == Engine::Mariadb && resolver.current.get("innodb") == Some(&off)
}

/// Without InnoDB no variable may name it, and the default is to name it.
fn innodb_is_off(resolver: &mut Resolver) {
    let is_innodb = |text: &str| {
        ["InnoDB", "INNOBASE"]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(text))
    };
    let wanting = NAMING
        .into_iter()
        .find(|(name, _)| match resolver.current.get(*name) {
            Some(Value::Text(text)) => is_innodb(text),
            _ => resolver
                .default_of(name)
                .is_some_and(|text| is_innodb(&text)),
        });
    if let Some((name, _)) = wanting {
        let message = format!(
            "InnoDB is off and {name} is InnoDB, so the server refuses to start; name another engine there, or leave InnoDB on"
        );
        resolver.fatal("innodb", ProblemKind::BadValue, message);
    }
}

fn data_files(resolver: &mut Resolver, name: &str, raw: bool) {
    let Some(Value::Text(text)) = resolver.current.get(name).cloned() else {
        return;
    };
    if is_file_list(&text, raw) {
        return;
    }
    let message = format!(
        "{name} = {text}: InnoDB wants file:size, more of them behind a semicolon, and :autoextend at most behind the last (ibdata1:12M:autoextend), so the server refuses to start"
    );
    resolver.fatal(name, ProblemKind::BadValue, message);
}

/// `path:size[raw|newraw]`, several of them with `;`, and behind the last
/// `:autoextend[:max:size]`.
fn is_file_list(text: &str, raw: bool) -> bool {
    let mut rest = text;
    loop {
        let Some(tail) = after_file(rest) else {
            return false;
        };
        if let Some(tail) = tail.strip_prefix(":autoextend") {
            let end = match tail.strip_prefix(":max:") {
                Some(most) => after_size(most),
                None => Some(tail),
            };
            return end == Some("");
        }
        let device = tail.strip_prefix("newraw").or(tail.strip_prefix("raw"));
        let tail = device.filter(|_| raw).unwrap_or(tail);
        match tail.strip_prefix(';') {
            Some("") => return true,
            Some(more) => rest = more,
            None => return tail.is_empty(),
        }
    }
}

/// What follows a path and its size.
fn after_file(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    // A colon before a slash or another colon is the path's own.
    let ends =
        |at: &usize| bytes[*at] == b':' && !matches!(bytes.get(at + 1), Some(b'\\' | b'/' | b':'));
    let colon = (0..bytes.len()).find(ends).filter(|at| *at > 0)?;
    after_size(&text[colon + 1..])
}

/// What follows a size of at least a megabyte.
fn after_size(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(' ');
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    let number: u64 = digits.parse().ok()?;
    let (megabytes, rest) = match rest.as_bytes().first() {
        Some(b'G' | b'g') => (number.saturating_mul(1 << 10), &rest[1..]),
        Some(b'M' | b'm') => (number, &rest[1..]),
        Some(b'K' | b'k') => (number >> 10, &rest[1..]),
        _ => (number >> 20, rest),
    };
    (megabytes > 0).then_some(rest)
}
