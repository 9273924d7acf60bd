//! Values that are right alone and stop the server together.
//!
//! Source: `init_server_components` and `init_gtid` of both engines' `mysqld.cc`.

use plimsoll_model::{Engine, ProblemKind, Value};

use super::resolve::Resolver;

/// Checks every such pair.
pub(super) fn check(resolver: &mut Resolver) {
    server_id(resolver);
    gtid_mode(resolver);
    own_events(resolver);
}

/// MySQL's `server_id` must fit into `server_id_bits`.
fn server_id(resolver: &mut Resolver) {
    let number = |name: &str| match resolver.current.get(name) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    };
    let Some(bits) = number("server_id_bits") else {
        return;
    };
    let id = number("server_id").unwrap_or(1);
    if id >= 1 << bits.clamp(0, 64) {
        let message = format!(
            "server_id = {id} does not fit into server_id_bits = {bits}: the server refuses to start"
        );
        resolver.fatal("server_id_bits", ProblemKind::OutOfRange, message);
    }
}

/// MySQL with GTIDs on takes no statement that breaks them; its
/// `--validate-config` does not look, its start does (`ER_..._REQUIRES_ENFORCE_
/// GTID_CONSISTENCY_ON`).
fn gtid_mode(resolver: &mut Resolver) {
    let is_mysql = resolver.series.engine() == Engine::Mysql;
    let (Some(mode), Some(enforced)) = (
        in_force(resolver, "gtid_mode"),
        in_force(resolver, "enforce_gtid_consistency"),
    ) else {
        return;
    };
    if !is_mysql || mode != "ON" || enforced == "ON" {
        return;
    }
    let message = format!(
        "gtid_mode = ON requires enforce_gtid_consistency = ON, which is {enforced}: the server refuses to start"
    );
    let blamed = ["enforce_gtid_consistency", "gtid_mode"];
    let written = blamed
        .into_iter()
        .find(|name| resolver.current.contains_key(*name));
    if let Some(name) = written {
        resolver.fatal(name, ProblemKind::Contradiction, message);
    }
}

/// A server that applies its own events and logs what it applies would never
/// come to an end. MySQL's knows those with GTIDs again (seen on MariaDB 10.11
/// and 11.8 and on MySQL 9.7.4, MY-010189).
fn own_events(resolver: &mut Resolver) {
    const SAME: &str = "replicate_same_server_id";
    const UPDATES: [&str; 2] = ["log_replica_updates", "log_slave_updates"];
    let is_on = |name: &str| in_force(resolver, name).is_some_and(|value| value == "ON");
    let knows_again = resolver.series.engine() == Engine::Mysql && is_on("gtid_mode");
    let Some(updates) = UPDATES.into_iter().find(|name| is_on(name)) else {
        return;
    };
    if !is_on(SAME) || !is_on("log_bin") || knows_again {
        return;
    }
    let message = format!(
        "{SAME} and {updates} are ON beside a binary log: the server would apply its own events again and again, so it refuses to start; leave {SAME} out"
    );
    resolver.fatal(SAME, ProblemKind::Contradiction, message);
}

/// A word or a switch as it is in force: the default where nothing sets it and
/// the series is known.
fn in_force(resolver: &Resolver, name: &str) -> Option<String> {
    match resolver.current.get(name) {
        Some(Value::Enum(word) | Value::Text(word)) => Some(word.clone()),
        Some(Value::Bool(on)) => Some(if *on { "ON" } else { "OFF" }.to_owned()),
        Some(Value::Int(_) | Value::Real(_)) => None,
        None => resolver.told.then(|| resolver.default_of(name)).flatten(),
    }
}
