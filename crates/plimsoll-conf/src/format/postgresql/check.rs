//! What single parameters check beyond type and range, as far as it can be
//! told from the value alone: the server's check hooks. Knows no other
//! setting; those that look at one stand in `order` and `startup`.
//!
//! Not told, because they hang on the machine: which zones its folders have,
//! locales, whether certificates or libraries are there, the stack limit.

mod canonical;
pub(super) mod date_style;
mod encoding;
mod name;
mod recovery;
mod standby;
pub(super) mod timestamp;
mod words;
mod zone;

use plimsoll_model::{ProblemKind, Value};

use super::refusal::Refusal;
use crate::catalogue::Series;
use name::cut;

/// What the server keeps of a text for this parameter.
pub(super) fn text(name: &str, series: Series, text: &[u8]) -> Result<Vec<u8>, Refusal> {
    let major = series.version().major;
    let kept = || Ok(text.to_vec());
    match name {
        "application_name" | "cluster_name" => Ok(canonical::clean_name(text, major)),
        "client_encoding" => encoding::canonical(cut(text)),
        "DateStyle" => date_style::canonical(text),
        "default_table_access_method" | "lc_messages" | "timezone_abbreviations"
            if text.is_empty() =>
        {
            Err(Refusal::bad("may not be empty"))
        }
        "default_table_access_method" | "default_tablespace" => Ok(cut(text).to_vec()),
        "external_pid_file" | "log_directory" | "stats_temp_directory" => {
            Ok(canonical::path(text, major))
        }
        // Said by 16.14, 17.10 and 18.4; older ones look among the machine's.
        "lc_messages" | "lc_monetary" | "lc_numeric" | "lc_time"
            if major >= 16 && !text.is_ascii() =>
        {
            Err(Refusal::bad("is no locale: their names are ASCII"))
        }
        "TimeZone" if !zone::may_be_set(text) => Err(no_zone()),
        "log_timezone" if !zone::may_be_named(text) => Err(no_zone()),
        // It names a file, whose name has letters alone (ParseTzFile).
        "timezone_abbreviations" if !text.iter().all(u8::is_ascii_alphabetic) => {
            Err(Refusal::bad("is no set of abbreviations (Default)"))
        }
        "primary_slot_name" if text.is_empty() => kept(),
        "primary_slot_name" => words::slot_name(text).and_then(|()| kept()),
        "role" if text == b"none" => kept(),
        "role" | "session_authorization" => Err(Refusal {
            kind: ProblemKind::NotSettableHere,
            why: "cannot be looked up while the server starts".to_owned(),
        }),
        "synchronous_standby_names" => standby::names(text).and_then(|()| kept()),
        "backtrace_functions" => words::function_names(text).and_then(|()| kept()),
        "log_connections" => words::log_connections(text).and_then(|()| kept()),
        "synchronized_standby_slots" => words::slot_names(text).and_then(|()| kept()),
        _ if name.starts_with("recovery_target") => {
            recovery::target(name, major, text).and_then(|()| kept())
        }
        _ => words::list(name, major, text).and_then(|()| kept()),
    }
}

/// What the server keeps of a switch, number or word for this parameter.
pub(super) fn scalar(name: &str, series: Series, value: &Value) -> Result<Value, Refusal> {
    let major = series.version().major;
    let kept = || Ok(value.clone());
    match (name, value) {
        ("bonjour", Value::Bool(true)) => Err(Refusal::bad("is not built in on Linux")),
        ("default_with_oids", Value::Bool(true)) => Err(Refusal::bad(
            "is gone: tables have no OIDs since PostgreSQL 12",
        )),
        ("io_max_concurrency", Value::Int(0)) => Err(Refusal {
            kind: ProblemKind::OutOfRange,
            why: "is -1, or from 1 to 1024".to_owned(),
        }),
        ("wal_buffers", Value::Int(blocks)) if (0..4).contains(blocks) => Ok(Value::Int(4)),
        ("autovacuum_work_mem", Value::Int(size)) => Ok(Value::Int(work_mem_floor(*size, major))),
        ("vacuum_buffer_usage_limit", Value::Int(size)) if (1..128).contains(size) => {
            Err(Refusal {
                kind: ProblemKind::OutOfRange,
                why: "is 0, or from 128 to 16777216 kB".to_owned(),
            })
        }
        (
            "commit_timestamp_buffers"
            | "multixact_member_buffers"
            | "multixact_offset_buffers"
            | "notify_buffers"
            | "serializable_buffers"
            | "subtransaction_buffers"
            | "transaction_buffers",
            Value::Int(blocks),
        ) if blocks % 16 != 0 => Err(Refusal::bad("is a multiple of 16 blocks (128kB)")),
        _ => kept(),
    }
}

/// Above zero the server takes at least what `maintenance_work_mem` must be.
fn work_mem_floor(size: i128, major: u16) -> i128 {
    let floor = if major >= 17 { 64 } else { 1024 };
    if size == -1 { size } else { size.max(floor) }
}

fn no_zone() -> Refusal {
    Refusal::bad("is no time zone (Europe/Berlin, UTC)")
}

#[cfg(test)]
mod tests;
