//! What a look at one layer found, and the words for times in it. Knows no layer.

use jiff::Timestamp;

use crate::record::Speaker;
use crate::signal::Signal;
use crate::source::widen;

/// Who speaks in a server's own log.
pub(super) const SERVERS: &[Speaker] = &[Speaker::Postgresql, Speaker::Mysql];

/// What a look at one layer found, apart from the causes.
pub(super) enum Look<'a> {
    /// It worked, and this says so.
    Worked(String, Vec<&'a Signal>),
    /// Something is wrong in it, though no cause names it.
    Odd(String, Vec<&'a Signal>),
    /// What would decide it: nothing that was read already.
    Unknown(&'static str),
}

/// From when to when some signals were, in words.
pub(super) fn span(signals: &[&Signal]) -> String {
    let times = signals.iter().flat_map(|signal| [signal.at, signal.until]);
    match times.flatten().fold(None, widen) {
        Some((from, to)) if from == to => format!("at {}", clock(from)),
        Some((from, to)) => format!("from {} to {}", clock(from), clock(to)),
        None => "at times that are not told".to_owned(),
    }
}

/// A moment in UTC, to the second.
pub(super) fn clock(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
