use plimsoll_model::{Engine, Value};

use super::{scalar, text};
use crate::catalogue::Series;

fn series(name: &str) -> Series {
    Series::named(Engine::Postgresql, name).expect("a series of the catalogue")
}

/// What the server keeps of a text; `!` where it refuses.
fn kept(name: &str, version: &str, value: &str) -> String {
    match text(name, series(version), value.as_bytes()) {
        Ok(kept) => String::from_utf8_lossy(&kept).into_owned(),
        Err(_) => "!".to_owned(),
    }
}

#[test]
fn texts_are_kept_changed_or_refused_as_the_server_does() {
    let cases = [
        ("DateStyle", "iso", "ISO, MDY"),
        ("DateStyle", "german", "German, DMY"),
        ("DateStyle", "german, ymd", "German, YMD"),
        ("DateStyle", "ymd, german", "German, YMD"),
        ("DateStyle", "postgresql, euro", "Postgres, DMY"),
        ("DateStyle", "", "ISO, MDY"),
        ("DateStyle", "iso, sql", "!"),
        ("DateStyle", "iso,", "!"),
        ("client_encoding", "utf-8", "UTF8"),
        ("client_encoding", "UNICODE", "UNICODE"),
        ("client_encoding", "unicode", "UTF8"),
        ("client_encoding", "Latin 1", "LATIN1"),
        ("client_encoding", "utf9", "!"),
        ("log_destination", "Stderr, csvlog", "Stderr, csvlog"),
        ("log_destination", "eventlog", "!"),
        ("log_connections", "receipt, all", "receipt, all"),
        ("log_connections", "t", "!"),
        ("log_connections", "on, all", "!"),
        ("default_table_access_method", "", "!"),
        ("primary_slot_name", "Slot", "!"),
        ("primary_slot_name", "", ""),
        ("synchronized_standby_slots", "A, b", "A, b"),
        ("synchronized_standby_slots", "\"A\"", "!"),
        ("search_path", "a,,b", "!"),
        ("role", "none", "none"),
        ("role", "somebody", "!"),
        ("backtrace_functions", "a;b", "!"),
        ("recovery_target", "immediate", "immediate"),
        ("recovery_target", "now", "!"),
        ("recovery_target_lsn", "16/B374D848", "16/B374D848"),
        ("recovery_target_lsn", "16-B3", "!"),
        ("recovery_target_xid", "abc", "abc"),
        ("recovery_target_xid", "99999999999999999999", "!"),
        ("recovery_target_time", "", ""),
        ("recovery_target_time", "2024-05-22 10Z", "!"),
        (
            "recovery_target_time",
            "22/5/2024 10:00Z",
            "22/5/2024 10:00Z",
        ),
        ("lc_messages", "", "!"),
        ("lc_time", "", ""),
        ("timezone_abbreviations", "", "!"),
        ("timezone_abbreviations", "Default", "Default"),
        ("timezone_abbreviations", "De2ault", "!"),
        ("TimeZone", "gb", "gb"),
        ("TimeZone", "A5", "A5"),
        ("TimeZone", "GM", "!"),
        ("TimeZone", "UT#", "!"),
        ("TimeZone", "U T", "!"),
        ("TimeZone", "A#5", "A#5"),
        (
            "TimeZone",
            "America/Port-au-Prince",
            "America/Port-au-Prince",
        ),
        ("TimeZone", "Berlin", "!"),
        ("TimeZone", "CEST", "!"),
        ("TimeZone", "-167.9", "-167.9"),
        ("TimeZone", "168", "!"),
        ("TimeZone", "inf", "!"),
        ("TimeZone", "interval '5 hours'", "interval '5 hours'"),
        ("TimeZone", "interval 5", "!"),
        ("log_timezone", "", "!"),
        ("archive_command", "cp '%p", "cp '%p"),
    ];
    for (name, value, expected) in cases {
        assert_eq!(kept(name, "18", value), expected, "{name} = {value}");
    }
}

#[test]
fn names_of_standbys_are_a_list_or_a_number_of_one() {
    let good = [
        "",
        "*",
        "a, b",
        "2 (a, b)",
        "FIRST 1 (a)",
        "any 2 (a, \"b c\", *)",
        "1, 2",
    ];
    let bad = [
        "(a)",
        "a b",
        "FIRST (a)",
        "first",
        "\"a",
        "a-b",
        "0 (a)",
        "1()",
        "any 1 (any)",
    ];
    for names in good {
        assert_eq!(kept("synchronous_standby_names", "16", names), names);
    }
    for names in bad {
        assert_eq!(
            kept("synchronous_standby_names", "16", names),
            "!",
            "{names}"
        );
    }
}

#[test]
fn rewriting_follows_the_version() {
    let cases = [
        ("cluster_name", "15", "é", "??"),
        ("cluster_name", "16", "é", "\\xc3\\xa9"),
        ("log_directory", "14", "a/../b", "a/../b"),
        ("log_directory", "15", "a/../b", "b"),
        ("log_directory", "14", "//log//x/./", "/log/x"),
        ("log_directory", "15", "", ""),
        ("log_destination", "14", "jsonlog", "!"),
        ("log_destination", "15", "jsonlog", "jsonlog"),
    ];
    for (name, version, value, expected) in cases {
        assert_eq!(
            kept(name, version, value),
            expected,
            "{name} {version} {value}"
        );
    }
}

#[test]
fn numbers_are_raised_or_refused_as_the_server_does() {
    let cases = [
        ("wal_buffers", "16", 1, Some(4)),
        ("wal_buffers", "16", -1, Some(-1)),
        ("autovacuum_work_mem", "16", 64, Some(1024)),
        ("autovacuum_work_mem", "17", 64, Some(64)),
        ("autovacuum_work_mem", "17", -1, Some(-1)),
        ("io_max_concurrency", "18", 0, None),
        ("io_max_concurrency", "18", -1, Some(-1)),
        ("vacuum_buffer_usage_limit", "16", 0, Some(0)),
        ("vacuum_buffer_usage_limit", "16", 127, None),
        ("transaction_buffers", "17", 33, None),
        ("work_mem", "17", 64, Some(64)),
    ];
    for (name, version, number, expected) in cases {
        let taken = scalar(name, series(version), &Value::Int(number)).ok();
        assert_eq!(taken, expected.map(Value::Int), "{name} {version} {number}");
    }
}
