//! What moved between two readings of a running server's settings, in one line.

use plimsoll_model::InForce;

use crate::moved::moved;

/// Changes that one event tells.
const CHANGES_MAX: usize = 12;

/// In words that a diagnosis reads again (`work_mem 4MB -> 64MB`); `None` where none did.
pub(super) fn changed(before: &InForce, now: &InForce) -> Option<String> {
    let mut words: Vec<String> = moved(before, now).into_iter().map(|it| it.1).collect();
    let more = words.len().saturating_sub(CHANGES_MAX);
    words.truncate(CHANGES_MAX);
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    (!words.is_empty()).then(|| words.join("; "))
}
