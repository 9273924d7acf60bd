//! Options that change other variables than their own the moment they are
//! read, so that their order counts. What the server settles once all are read
//! is not done here.
//!
//! Source: `mysqld_get_one_option` of both engines, the bit variables of
//! MariaDB's `sys_vars.cc`; each link was seen in `--verbose --help` of MariaDB
//! 10.11 and 11.8 and of MySQL 9.7.

use plimsoll_model::{Engine, Value};

use super::resolve::Resolver;

/// MariaDB's switches that are one word of a set: the switch, the set, the
/// word, and whether the word stands there while the switch is off.
const BITS: [(&str, &str, &str, bool); 3] = [
    (
        "log_queries_not_using_indexes",
        "log_slow_filter",
        "not_using_index",
        false,
    ),
    (
        "log_slow_admin_statements",
        "log_slow_disabled_statements",
        "admin",
        true,
    ),
    (
        "log_slow_slave_statements",
        "log_slow_disabled_statements",
        "slave",
        true,
    ),
];

/// MariaDB's options that turn TLS on; a `skip-ssl` further down turns it off
/// again.
const OF_TLS: [&str; 7] = [
    "ssl_ca",
    "ssl_capath",
    "ssl_cert",
    "ssl_cipher",
    "ssl_crl",
    "ssl_crlpath",
    "ssl_key",
];

const DAY_SECONDS: f64 = 86_400.0;

/// Carries an option's value over to what hangs on it.
pub(super) fn follow(resolver: &mut Resolver, name: &str, value: &Value) {
    if name == "ansi" {
        resolver.imply(name, "sql_mode", &Value::Text("ANSI".to_owned()));
        let isolation = Value::Enum("SERIALIZABLE".to_owned());
        resolver.imply(name, "transaction_isolation", &isolation);
    }
    match resolver.series.engine() {
        Engine::Mariadb => mariadb(resolver, name, value),
        Engine::Mysql | Engine::Postgresql => {}
    }
}

fn mariadb(resolver: &mut Resolver, name: &str, value: &Value) {
    if OF_TLS.contains(&name) {
        resolver.imply(name, "ssl", &Value::Bool(true));
    }
    match (name, value) {
        ("expire_logs_days", Value::Real(days)) => {
            // Step by step, as the server: 31.185 days are a second less than at once.
            let seconds = Value::Int((days * 24.0 * 60.0 * 60.0) as i128);
            resolver.imply(name, "binlog_expire_logs_seconds", &seconds);
        }
        ("binlog_expire_logs_seconds", Value::Int(seconds)) => {
            let days = Value::Real(*seconds as f64 / DAY_SECONDS);
            resolver.imply(name, "expire_logs_days", &days);
        }
        ("wsrep_causal_reads", Value::Bool(on)) => causal_reads(resolver, *on),
        ("wsrep_sync_wait", Value::Int(waits)) if shows_causal_reads(resolver) => {
            let reads = Value::Bool(waits & BEFORE_READ != 0);
            resolver.imply(name, "wsrep_causal_reads", &reads);
        }
        _ => bits(resolver, name, value),
    }
}

/// The bit of `wsrep_sync_wait` that `wsrep_causal_reads` once was.
const BEFORE_READ: i128 = 1;

/// Turned on it sets the bit; turned off while the bit is set it is on again.
fn causal_reads(resolver: &mut Resolver, on: bool) {
    let waits = match resolver.current.get("wsrep_sync_wait") {
        Some(Value::Int(waits)) => *waits,
        _ => 0,
    };
    if on {
        let waits = Value::Int(waits | BEFORE_READ);
        resolver.imply("wsrep_causal_reads", "wsrep_sync_wait", &waits);
    } else if waits & BEFORE_READ != 0 {
        resolver.imply("wsrep_sync_wait", "wsrep_causal_reads", &Value::Bool(true));
    }
}

/// Series from 11.3 on take the old name without effect.
fn shows_causal_reads(resolver: &Resolver) -> bool {
    !resolver.is_ignored("wsrep_causal_reads")
}

fn bits(resolver: &mut Resolver, name: &str, value: &Value) {
    for (switch, set, word, inverted) in BITS {
        match value {
            Value::Bool(on) if name == switch => {
                let with = *on != inverted;
                if let Some(words) = toggled(resolver, set, word, with) {
                    resolver.imply(name, set, &Value::Text(words));
                }
            }
            Value::Text(words) if name == set => {
                let there = words.split(',').any(|one| one == word);
                resolver.imply(name, switch, &Value::Bool(there != inverted));
            }
            Value::Bool(_) | Value::Int(_) | Value::Real(_) | Value::Enum(_) | Value::Text(_) => {}
        }
    }
}

/// The set as it stands, with one word put in or taken out.
fn toggled(resolver: &Resolver, set: &str, word: &str, with: bool) -> Option<String> {
    let standing = match resolver.current.get(set) {
        Some(Value::Text(words)) => words.clone(),
        _ => resolver.default_of(set).unwrap_or_default(),
    };
    let standing: Vec<&str> = standing.split(',').collect();
    let words = resolver.words_of(set)?.iter().copied();
    let there = |one: &&str| {
        if *one == word {
            with
        } else {
            standing.contains(one)
        }
    };
    Some(words.filter(there).collect::<Vec<_>>().join(","))
}
