//! Values for a parameter: mostly good ones, at their borders and in every
//! spelling; some wrong ones. A value comes as the line would have it, quoted
//! where it must be.

use plimsoll_conf::catalogue::{Kind, Parameter, Span};
use plimsoll_model::Unit;

use crate::oracle::dice::Dice;

/// Texts for parameters that check theirs; what hangs on the machine (time
/// zones, locales) takes only what every machine has.
const TEXTS: &[(&str, &[&str])] = &[
    ("application_name", &["a", "é", "with blank", "x\ty", LONG]),
    ("backtrace_functions", &["", "a, b", "a;b", "f_1"]),
    (
        "client_encoding",
        &[
            "utf8",
            "UTF-8",
            "LATIN1",
            "sql_ascii",
            "UNICODE",
            "utf9",
            "",
        ],
    ),
    ("cluster_name", &["main", "ünder", "a'b", LONG, ""]),
    (
        "createrole_self_grant",
        &["set", "SET, inherit", "", "admin", "set,"],
    ),
    (
        "datestyle",
        &[
            "iso, mdy",
            "ISO",
            "german",
            "german, ymd",
            "ymd, german",
            "postgresql, euro",
            "sql,us",
            "iso, sql",
            "dmy, mdy",
            "default",
            "iso,",
            "",
            "noneuropean",
            "foo",
        ],
    ),
    (
        "debug_io_direct",
        &["", "data", "wal, wal_init", "Data", "x"],
    ),
    ("default_table_access_method", &["heap", "", LONG]),
    ("default_tablespace", &["", "fast", LONG]),
    (
        "external_pid_file",
        &["/tmp//a/", "a/../b", "./x", "a/b/.."],
    ),
    ("lc_messages", &["C", "POSIX"]),
    ("lc_monetary", &["C", "POSIX"]),
    ("lc_numeric", &["C", "POSIX"]),
    ("lc_time", &["C", "POSIX"]),
    (
        "log_connections",
        &[
            "on",
            "OFF",
            "receipt, setup_durations",
            "all",
            "on, all",
            "t",
            "",
            "1",
        ],
    ),
    (
        "log_destination",
        &[
            "stderr",
            "CSVLOG, stderr",
            "jsonlog",
            "syslog",
            "eventlog",
            "a b",
            "",
        ],
    ),
    (
        "log_directory",
        &[
            "log", "log/", "//x//y", "a/../b", "./log", "../log/.", "", "/", ".",
        ],
    ),
    ("log_timezone", &["UTC", "GMT"]),
    ("primary_slot_name", &["", "slot_1", "Slot", "a-b", LONG]),
    ("recovery_target", &["", "immediate", "later"]),
    (
        "recovery_target_lsn",
        &["", "0/0", "16/B374D848", "16-B3", "1234567890/0", "/1"],
    ),
    ("recovery_target_name", &["", "before", LONG]),
    (
        "recovery_target_time",
        &[
            "",
            "2024-05-22 10:00:00+00",
            "20240522T100000.5Z",
            "22/5/2024 10:00 pm",
            "May 22 2024 10:00 +02",
            "y2024m5d22h10",
            "now",
            "soon",
        ],
    ),
    (
        "recovery_target_timeline",
        &["current", "latest", "7", "abc", "99999999999999999999"],
    ),
    (
        "recovery_target_xid",
        &["", "77", "0x10", "99999999999999999999", "abc"],
    ),
    (
        "restrict_nonsystem_relation_kind",
        &["", "view", "View, foreign-table", "table"],
    ),
    ("role", &["none", "somebody"]),
    (
        "search_path",
        &["\"$user\", public", "a b", "a,,b", "", "\"x"],
    ),
    ("session_authorization", &["somebody"]),
    ("ssl_library", &["x"]),
    (
        "synchronized_standby_slots",
        &["", "a, b", "A", "a b", "\"A\"", "a,"],
    ),
    (
        "synchronous_standby_names",
        &[
            "",
            "*",
            "a, b",
            "2 (a, b)",
            "FIRST 1 (a)",
            "any 2 (a, \"b c\", *)",
            "0 (a)",
            "(a)",
            "a b",
            "FIRST (a)",
            "1",
            "1, 2",
            "first",
            "\"a",
            "a-b",
            "any 1 (any)",
            "1()",
            "99999999999 (a)",
            "4294967296 (a)",
        ],
    ),
    ("temp_tablespaces", &["", "a, b", "a b"]),
    ("timezone", &["UTC", "GMT"]),
    ("timezone_abbreviations", &["Default"]),
    (
        "wal_consistency_checking",
        &["", "all", "heap, BTREE", "Gin"],
    ),
];

const LONG: &str = "a_name_that_is_longer_than_the_sixty_three_bytes_that_the_server_keeps_of_it";

/// Any text for a parameter that takes any.
const ANY: &[&str] = &[
    "",
    "x",
    "it's",
    "back\\slash",
    "a b # c",
    "line\nfeed",
    "tab\there",
    "é",
    "100",
    "on",
    "%p %f",
];

/// A value and its quoting as a line would have it.
pub(super) fn written(dice: &mut Dice, parameter: &Parameter, row: &Span) -> String {
    if dice.one_in(300) {
        return dice
            .word(&["", "''", "x y", "'x", "=", "1.5MB", "a.b", "-", "\\", "1 2"])
            .to_owned();
    }
    let value = match &row.kind {
        Kind::Bool => boolean(dice),
        Kind::Integer { min, max, .. } => integer(dice, parameter, row.unit, *min, *max),
        Kind::Real { min, max } => real(dice, row.unit, *min, *max),
        Kind::Enum { values, synonyms } => word(dice, values, synonyms),
        Kind::Set { .. } | Kind::FlagSet { .. } | Kind::Text => text(dice, parameter.name),
    };
    quoted(dice, &value)
}

fn boolean(dice: &mut Dice) -> String {
    if dice.one_in(120) {
        return dice
            .word(&["o", "", "2", "yess", "on ", "tru e", "-1", "00"])
            .to_owned();
    }
    let word = dice.word(&[
        "on", "off", "true", "false", "yes", "no", "1", "0", "t", "f", "y", "n", "of", "tr", "fals",
    ]);
    cased(dice, word)
}

fn cased(dice: &mut Dice, word: &str) -> String {
    match dice.below(6) {
        0 => word.to_uppercase(),
        1 => word
            .chars()
            .map(|c| {
                if dice.one_in(2) {
                    c.to_ascii_uppercase()
                } else {
                    c
                }
            })
            .collect(),
        _ => word.to_owned(),
    }
}

fn word(dice: &mut Dice, values: &[&str], synonyms: &[(&str, &str)]) -> String {
    if dice.one_in(120) {
        return dice.word(&["nonsense", "", "on off", "2"]).to_owned();
    }
    // Words that a build has or not.
    let built = |word: &&str| !matches!(*word, "lz4" | "zstd" | "io_uring");
    let mut all: Vec<&str> = values.iter().copied().filter(built).collect();
    all.extend(synonyms.iter().map(|(word, _)| *word));
    let word = dice.word(&all);
    cased(dice, word)
}

fn text(dice: &mut Dice, name: &str) -> String {
    let own = TEXTS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    let texts = own.map_or(ANY, |(_, texts)| texts);
    dice.word(texts).to_owned()
}

fn integer(
    dice: &mut Dice,
    parameter: &Parameter,
    unit: Option<Unit>,
    min: i128,
    max: i128,
) -> String {
    // The stack limit of the machine ends this one's range sooner.
    let max = if parameter.name == "max_stack_depth" {
        7680
    } else {
        max
    };
    let number = match dice.below(100) {
        0 => min - 1,
        1 => max + 1,
        2..=5 => min,
        6..=9 => max,
        10..=13 => min + dice.below(20) as i128,
        _ => between(dice, min, max),
    };
    spelt(dice, number, unit)
}

/// Any size of number as often as another.
fn between(dice: &mut Dice, min: i128, max: i128) -> i128 {
    let bits = dice.below(32);
    let above = i128::from(dice.next() >> (63 - bits));
    min.max(0).saturating_add(above).min(max)
}

/// A whole number in one of the ways to write it.
fn spelt(dice: &mut Dice, number: i128, unit: Option<Unit>) -> String {
    match dice.below(16) {
        0 if number >= 0 => format!("0{number:o}"),
        1 if number >= 0 => format!("0x{number:x}"),
        2 => format!("{number}.{}", dice.below(10)),
        3 => format!("{number}e0"),
        4 if number >= 0 => format!("+{number}"),
        5 => format!(" {number} "),
        6 if dice.one_in(8) => dice
            .word(&[
                "0x", "08", "1e3", ".5", "-.5", "1_000", "nan", "0x1F.8", "0b1",
            ])
            .to_owned(),
        7..=11 => with_unit(dice, number, unit),
        _ => number.to_string(),
    }
}

fn with_unit(dice: &mut Dice, number: i128, unit: Option<Unit>) -> String {
    let units: &[(&str, i128)] = match unit {
        Some(Unit::B) => &[("B", 1), ("kB", 1 << 10), ("MB", 1 << 20)],
        Some(Unit::KB) => &[
            ("kB", 1),
            ("MB", 1 << 10),
            ("GB", 1 << 20),
            ("TB", 1 << 30),
            ("B", 1),
        ],
        Some(Unit::Blocks8KB) => &[("kB", 1), ("MB", 1 << 7), ("GB", 1 << 17), ("B", 1)],
        Some(Unit::MB) => &[("MB", 1), ("GB", 1 << 10), ("TB", 1 << 20), ("kB", 1)],
        Some(Unit::Ms) => &[
            ("ms", 1),
            ("s", 1000),
            ("min", 60_000),
            ("h", 3_600_000),
            ("us", 1),
        ],
        Some(Unit::S) => &[("s", 1), ("min", 60), ("h", 3600), ("d", 86_400), ("ms", 1)],
        Some(Unit::Min) => &[("min", 1), ("h", 60), ("d", 1440), ("s", 1)],
        Some(Unit::Us | Unit::H | Unit::D) | None => &[],
    };
    if dice.one_in(40) {
        let wrong = dice.word(&[
            "mb", "KB", "MiB", "M", "K", "kb", "sec", "m", "hours", "ms", "B", "MB x",
        ]);
        return format!("{number}{wrong}");
    }
    let Some((name, size)) = dice.pick(units) else {
        return number.to_string();
    };
    let count = number / size;
    match dice.below(6) {
        0 => format!("{count} {name}"),
        1 => format!("{count}.{}{name}", dice.below(1000)),
        2 => format!("0x{:x}{name}", count.max(0)),
        3 => format!("0{:o}{name}", count.max(0)),
        _ => format!("{count}{name}"),
    }
}

fn real(dice: &mut Dice, unit: Option<Unit>, min: f64, max: f64) -> String {
    let low = min.max(-10.0);
    let high = max.min(1e7);
    let share = dice.below(1001) as f64 / 1000.0;
    let number = low + (high - low) * share.powi(3);
    match dice.below(60) {
        0 => format!("{}", min - 1.0),
        1 => format!("{max:e}"),
        2 => dice
            .word(&[
                "nan", "inf", "1e-400", "1e400", "0x10", "010", ".", "1.", "-.0",
            ])
            .to_owned(),
        3 => format!("{number:e}"),
        4 if unit == Some(Unit::Ms) => format!("{number}{}", dice.word(&["ms", "us", "s", "B"])),
        5 => format!("{number:.0}"),
        6 => format!("{min}"),
        _ => format!("{number:.4}"),
    }
}

/// The value bare where it may stand so, mostly; else in quotes.
fn quoted(dice: &mut Dice, value: &str) -> String {
    let first = value.chars().next().unwrap_or(' ');
    let bare = value
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_-:/.+".contains(c))
        && (first.is_ascii_alphanumeric() || "+-.".contains(first))
        && !value.contains('/');
    if bare && !dice.one_in(3) {
        return value.to_owned();
    }
    let mut text = String::from("'");
    for letter in value.chars() {
        match letter {
            '\'' if dice.one_in(2) => text.push_str("\\'"),
            '\'' => text.push_str("''"),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' if dice.one_in(2) => text.push_str("\\t"),
            letter if letter.is_ascii_alphanumeric() && dice.one_in(60) => {
                text.push('\\');
                for place in [6, 3, 0] {
                    text.push(char::from(b'0' + (letter as u8 >> place & 7)));
                }
            }
            letter => text.push(letter),
        }
    }
    text.push('\'');
    text
}
