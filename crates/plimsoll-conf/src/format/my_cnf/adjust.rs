//! What a server changes by itself once its options are read, where the files
//! alone decide it. What hangs on the machine (open files, CPUs) is left as it
//! was asked for.

use plimsoll_model::{Engine, Problem, ProblemKind, Value, Version};

use super::charset;
use super::engine;
use super::pool;
use super::resolve::Resolver;
use super::text;
use super::together;
use super::unread;

/// Makes the changes, each with its reason as a problem where it surprises.
pub(super) fn adjust(resolver: &mut Resolver) {
    wsrep_recover(resolver);
    unread::check(resolver);
    sql_mode(resolver);
    charset::check(resolver);
    text::check(resolver);
    engine::check(resolver);
    pool::check_page_size(resolver);
    pool::check_least(resolver);
    without_innodb(resolver);
    chosen(resolver);
    unheeded(resolver);
    brought(resolver);
    old(resolver);
    max_relay_log_size(resolver);
    together::check(resolver);
    back_log(resolver);
    pool::round_up(resolver);
}

/// A MariaDB that only recovers its position (`wsrep_recover`) passes over
/// options that it does not know (`mysqld.cc`, seen on 10.11 and 11.8).
fn wsrep_recover(resolver: &mut Resolver) {
    let is_mariadb = resolver.series.engine() == Engine::Mariadb;
    if !is_mariadb || resolver.current.get("wsrep_recover") != Some(&Value::Bool(true)) {
        return;
    }
    for at in std::mem::take(&mut resolver.of_unknown) {
        if let Some(problem) = resolver.problems.get_mut(at) {
            problem.fatal = false;
        }
    }
}

/// Modes that stand for others, by engine.
fn combinations(engine: Engine) -> &'static [(&'static str, &'static [&'static str])] {
    const ANSI: [&str; 4] = [
        "REAL_AS_FLOAT",
        "PIPES_AS_CONCAT",
        "ANSI_QUOTES",
        "IGNORE_SPACE",
    ];
    match engine {
        Engine::Mysql | Engine::Postgresql => &[
            (
                "ANSI",
                &[ANSI[0], ANSI[1], ANSI[2], ANSI[3], "ONLY_FULL_GROUP_BY"],
            ),
            ("TRADITIONAL", TRADITIONAL),
        ],
        Engine::Mariadb => &[
            ("ANSI", &ANSI),
            (
                "ORACLE",
                &[
                    ANSI[1],
                    ANSI[2],
                    ANSI[3],
                    NO_KEY[0],
                    NO_KEY[1],
                    NO_KEY[2],
                    "NO_AUTO_CREATE_USER",
                    "SIMULTANEOUS_ASSIGNMENT",
                ],
            ),
            ("MSSQL", FOREIGN),
            ("POSTGRESQL", FOREIGN),
            ("DB2", FOREIGN),
            (
                "MAXDB",
                &[
                    ANSI[1],
                    ANSI[2],
                    ANSI[3],
                    NO_KEY[0],
                    NO_KEY[1],
                    NO_KEY[2],
                    "NO_AUTO_CREATE_USER",
                ],
            ),
            ("MYSQL323", &["HIGH_NOT_PRECEDENCE"]),
            ("MYSQL40", &["HIGH_NOT_PRECEDENCE"]),
            ("TRADITIONAL", TRADITIONAL),
        ],
    }
}

const NO_KEY: [&str; 3] = ["NO_KEY_OPTIONS", "NO_TABLE_OPTIONS", "NO_FIELD_OPTIONS"];
const FOREIGN: &[&str] = &[
    "PIPES_AS_CONCAT",
    "ANSI_QUOTES",
    "IGNORE_SPACE",
    NO_KEY[0],
    NO_KEY[1],
    NO_KEY[2],
];
const TRADITIONAL: &[&str] = &[
    "STRICT_TRANS_TABLES",
    "STRICT_ALL_TABLES",
    "NO_ZERO_IN_DATE",
    "NO_ZERO_DATE",
    "ERROR_FOR_DIVISION_BY_ZERO",
    "NO_AUTO_CREATE_USER",
    "NO_ENGINE_SUBSTITUTION",
];

/// `sql_mode = ANSI` brings the modes it stands for.
fn sql_mode(resolver: &mut Resolver) {
    let engine = resolver.series.engine();
    let Some(Value::Text(set)) = resolver.current.get("sql_mode").cloned() else {
        return;
    };
    let set: Vec<&str> = set.split(',').collect();
    let Some(words) = resolver.words_of("sql_mode") else {
        return;
    };
    let brought: Vec<&str> = combinations(engine)
        .iter()
        .filter(|(mode, _)| set.contains(mode))
        .flat_map(|(_, modes)| modes.iter().copied())
        .collect();
    let all: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| set.contains(word) || brought.contains(word))
        .collect();
    resolver.replace("sql_mode", Value::Text(all.join(",")));
}

/// A MariaDB told to ignore its InnoDB does not know InnoDB's options. The
/// tables that InnoDB shows of itself went with it on 10.11 and stay on 11.8,
/// and so do their switches.
fn without_innodb(resolver: &mut Resolver) {
    const KEEPS_TABLES_SINCE: Version = Version::new(11, 8);
    let keeps_tables = resolver.series.version() >= KEEPS_TABLES_SINCE;
    if resolver.current.get("ignore_builtin_innodb") != Some(&Value::Bool(true)) {
        return;
    }
    let known_no_more: Vec<String> = resolver
        .current
        .keys()
        .filter(|name| {
            let known = resolver.is_ignored(name) || (keeps_tables && resolver.is_switch(name));
            name.starts_with("innodb") && !resolver.was_loose(name) && !known
        })
        .cloned()
        .collect();
    for name in known_no_more {
        let message = format!(
            "ignore_builtin_innodb is on, so the server does not know {name}: it refuses to start; remove one of the two"
        );
        resolver.fatal(&name, ProblemKind::NotSettableHere, message);
    }
}

/// What a value is taken for when it says "choose": a port of 0, no words of a
/// set that has one for it.
fn chosen(resolver: &mut Resolver) {
    const MYSQL_PORT: i128 = 3306;
    if resolver.current.get("port") == Some(&Value::Int(0)) {
        resolver.replace("port", Value::Int(MYSQL_PORT));
    }
    if resolver.current.get("myisam_recover_options") == Some(&Value::Text(String::new())) {
        resolver.replace("myisam_recover_options", Value::Text("OFF".to_owned()));
    }
}

/// Switches that decide over other values once all are read.
fn brought(resolver: &mut Resolver) {
    let on = Some(&Value::Bool(true));
    if resolver.current.get("skip_networking") == on {
        resolver.imply("skip_networking", "port", &Value::Int(0));
        if resolver.current.contains_key("extra_port") {
            resolver.imply("skip_networking", "extra_port", &Value::Int(0));
        }
    }
    if resolver.current.get("flush") == on {
        resolver.imply("flush", "flush_time", &Value::Int(0));
    }
    if resolver.current.get("flashback") == on {
        resolver.imply("flashback", "binlog_format", &Value::Enum("ROW".to_owned()));
    }
    // OFF included: a size that is given turns MariaDB's query cache on.
    let size = resolver.current.get("query_cache_size");
    let is_mariadb = resolver.series.engine() == Engine::Mariadb;
    if is_mariadb
        && matches!(size, Some(Value::Int(1..)))
        && !kept_on(resolver.current.get("query_cache_type"))
    {
        let on = Value::Enum("ON".to_owned());
        resolver.imply("query_cache_size", "query_cache_type", &on);
    }
    if resolver.current.get("super_read_only") == on {
        resolver.imply("super_read_only", "read_only", &Value::Bool(true));
    }
}

/// MariaDB's `old` adds its modes to whatever `old_mode` says, before or after
/// it (seen on 10.11 and 11.8).
fn old(resolver: &mut Resolver) {
    const MODES: [&str; 3] = [
        "NO_PROGRESS_INFO",
        "IGNORE_INDEX_ONLY_FOR_JOIN",
        "COMPAT_5_1_CHECKSUM",
    ];
    if resolver.current.get("old") != Some(&Value::Bool(true)) {
        return;
    }
    let Some(words) = resolver.words_of("old_mode") else {
        return;
    };
    let standing = match resolver.current.get("old_mode") {
        Some(Value::Text(words)) => words.clone(),
        _ => resolver.default_of("old_mode").unwrap_or_default(),
    };
    let standing: Vec<&str> = standing.split(',').collect();
    let all = words.iter().copied();
    let all = all.filter(|word| standing.contains(word) || MODES.contains(word));
    let all = Value::Text(all.collect::<Vec<_>>().join(","));
    resolver.imply("old", "old_mode", &all);
}

/// A `max_relay_log_size` of 0 is that of the binary log; MariaDB shows the
/// size (seen on 10.11 and 11.8), MySQL the 0.
fn max_relay_log_size(resolver: &mut Resolver) {
    let is_mariadb = resolver.series.engine() == Engine::Mariadb;
    let asked = resolver.current.get("max_relay_log_size");
    if !is_mariadb || !matches!(asked, None | Some(Value::Int(0))) {
        return;
    }
    let is_set = asked.is_some();
    match resolver.current.get("max_binlog_size").cloned() {
        Some(size) if is_set => resolver.replace("max_relay_log_size", size),
        Some(size) => resolver.imply("max_binlog_size", "max_relay_log_size", &size),
        None => {
            let size = resolver.default_of("max_binlog_size");
            if let Some(size) = size.and_then(|size| size.parse().ok()) {
                resolver.replace("max_relay_log_size", Value::Int(size));
            }
        }
    }
}

fn kept_on(query_cache_type: Option<&Value>) -> bool {
    matches!(query_cache_type, Some(Value::Enum(word)) if word != "OFF")
}

/// Options that a series still takes and no longer heeds.
fn unheeded(resolver: &mut Resolver) {
    const SINCE: Version = Version::new(11, 5);
    let series = resolver.series;
    if series.engine() == Engine::Mariadb && series.version() >= SINCE {
        resolver.replace("alter_algorithm", Value::Enum("DEFAULT".to_owned()));
    }
}

/// A `back_log` of 0 is worked out from the connections.
fn back_log(resolver: &mut Resolver) {
    const CONNECTIONS: i128 = 151;
    const MARIADB_MAX: i128 = 900;
    if resolver.current.get("back_log") != Some(&Value::Int(0)) {
        return;
    }
    let connections = match resolver.current.get("max_connections") {
        Some(Value::Int(connections)) => *connections,
        _ => CONNECTIONS,
    };
    let chosen = match resolver.series.engine() {
        Engine::Mariadb => (50 + connections / 5).min(MARIADB_MAX),
        Engine::Mysql | Engine::Postgresql => connections,
    };
    resolver.replace("back_log", Value::Int(chosen));
}

impl Resolver {
    /// Notes something at a setting's place.
    pub(super) fn note_at(&mut self, name: &str, kind: ProblemKind, message: String) {
        self.at(name, kind, message, false);
    }

    /// Notes something that stops the server at a setting's place.
    pub(super) fn fatal(&mut self, name: &str, kind: ProblemKind, message: String) {
        self.at(name, kind, message, true);
    }

    fn at(&mut self, name: &str, kind: ProblemKind, message: String, fatal: bool) {
        if let Some(place) = self.place_of(name) {
            self.problems.push(Problem {
                place,
                kind,
                parameter: Some(name.to_owned()),
                message,
                fatal,
            });
        }
    }
}
