//! What a bill says, in words and as lines of evidence: file and line of a value that
//! takes memory, and the sum. Only sizes and counts are shown: no parameter of a bill
//! holds a secret.

use std::collections::BTreeMap;

use plimsoll_bill::{Doing, Look, Raised};
use plimsoll_conf::shown;
use plimsoll_model::{Bytes, Config, InForce, LogLine, MemoryBill};

/// Values that are shown one by one.
const SHOWN_MAX: usize = 3;

/// The sum: what it comes to at which load, the limit, the largest line.
pub(super) fn sum(bill: &MemoryBill, look: &Look) -> String {
    let total = bill.total;
    let limit = bill.limit_bytes.get().copied().unwrap_or_default();
    let source = bill.limit_bytes.source().unwrap_or_default();
    let largest = bill.lines.iter().max_by_key(|line| line.range.likely_bytes);
    let largest = largest.map_or_else(String::new, |line| {
        let bytes = Bytes(line.range.likely_bytes);
        format!("; most of it {}: {} = {bytes}", line.what, line.formula)
    });
    format!(
        "the bill comes to {} (at most {}) {}; the limit was {} ({source}); built-in values would take {}{largest}",
        Bytes(total.likely_bytes),
        Bytes(total.high_bytes),
        load(bill, look),
        Bytes(limit),
        Bytes(look.stock.likely_bytes),
    )
}

/// The load it is priced for, and who says so.
fn load(bill: &MemoryBill, look: &Look) -> String {
    let groups = bill.load.load.groups.iter();
    let busy = groups.filter(|it| it.operations.as_ref().is_some_and(|all| !all.is_empty()));
    let busy: u64 = busy.filter_map(|group| group.sessions).sum();
    let doing = match look.doing {
        Doing::Declared => "as the load given says".to_owned(),
        Doing::Seen => "doing what the killed statement does".to_owned(),
        Doing::Profile => "as an ordinary load has it".to_owned(),
        Doing::Only(kind) => format!("if each does one {}", kind.as_str().replace('_', " ")),
    };
    let source = match bill.load.sessions_source {
        plimsoll_model::SessionsSource::Observed => " then open",
        plimsoll_model::SessionsSource::MaxConnections => " that it lets in",
        plimsoll_model::SessionsSource::Declared
        | plimsoll_model::SessionsSource::Pooler
        | plimsoll_model::SessionsSource::Profile => "",
    };
    let sessions = match bill.load.sessions {
        1 => "1 session".to_owned(),
        count => format!("{count} sessions"),
    };
    if busy == 0 {
        return format!("for {sessions}{source}, none at work");
    }
    format!("for {sessions}{source}, {busy} at work {doing}")
}

/// The lines of the values that add most, the sum behind the first.
pub(super) fn lines(
    config: &Config,
    settings: &InForce,
    told: &BTreeMap<String, LogLine>,
    raised: &[Raised],
    sum: &str,
) -> Vec<LogLine> {
    let lines = raised.iter().take(SHOWN_MAX).enumerate().map(|(at, it)| {
        let name = &it.parameter;
        let value = shown(settings, name).unwrap_or_default();
        let text = if at == 0 {
            format!("{name} = {value}: {sum}")
        } else {
            format!("{name} = {value} adds {}", Bytes(it.adds_bytes))
        };
        let (file, line) = place(config, settings, told, name);
        LogLine {
            file,
            line,
            at: None,
            text,
        }
    });
    let lines: Vec<LogLine> = lines.collect();
    if !lines.is_empty() {
        return lines;
    }
    vec![LogLine {
        file: config.files.first().cloned().unwrap_or_default(),
        line: 1,
        at: None,
        text: sum.to_owned(),
    }]
}

/// Whether a file has another value now than was in force.
fn is_other(config: &Config, settings: &InForce, name: &str) -> bool {
    let set = config.settings.get(name).map(|it| (&it.typed, it.unit));
    let then = settings
        .values
        .get(name)
        .map(|(value, unit)| (value, *unit));
    set.is_some() && set != then
}

/// Where a value stands: in a file, or in the log that told of its change.
fn place(
    config: &Config,
    settings: &InForce,
    told: &BTreeMap<String, LogLine>,
    name: &str,
) -> (String, u64) {
    let set = config.settings.get(name);
    match set.and_then(|it| it.origin.place()) {
        // What the log told is what the file has, unless it was set back since.
        Some(place) if !is_other(config, settings, name) => {
            (place.file.clone(), u64::from(place.line))
        }
        _ => told.get(name).map_or_else(
            || (config.files.first().cloned().unwrap_or_default(), 1),
            |line| (line.file.clone(), line.line),
        ),
    }
}
