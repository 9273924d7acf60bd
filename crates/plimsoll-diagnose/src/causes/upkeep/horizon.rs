//! Who holds the horizon behind which vacuum may remove nothing, as far as logs tell. Draws no
//! conclusion on what it leads to.

use std::collections::BTreeMap;

use crate::signal::{ServerSignal, Signal};
use crate::story::Story;

/// What is likely to hold the horizon.
pub(super) struct Holder<'a> {
    /// Parameters that let it or bound it, the likeliest first.
    pub(super) parameters: &'static [&'static str],
    /// What tells of it.
    pub(super) told: Vec<&'a Signal>,
    /// What it is, in words.
    pub(super) what: &'static str,
}

/// What holds it: a prepared transaction whose id vacuum names, or where it names none; a
/// standby whose feedback was turned on; else any of what may.
pub(super) fn holder(story: &Story) -> Holder<'_> {
    let prepared = prepared(story);
    let feedback = feedback(story);
    if !prepared.is_empty() {
        Holder {
            parameters: &["max_prepared_transactions"],
            told: prepared,
            what: "the prepared transaction that nobody ended (pg_prepared_xacts: COMMIT PREPARED or ROLLBACK PREPARED)",
        }
    } else if !feedback.is_empty() {
        Holder {
            parameters: &["hot_standby_feedback", "max_standby_streaming_delay"],
            told: feedback,
            what: "the standby's long query, which hot_standby_feedback makes the primary wait for",
        }
    } else {
        Holder {
            parameters: &[
                "idle_in_transaction_session_timeout",
                "max_prepared_transactions",
                "hot_standby_feedback",
            ],
            told: Vec::new(),
            what: "the transaction, the prepared transaction or the slot that holds it",
        }
    }
}

/// Whether several vacuums had to stop at the same old transaction.
pub(super) fn stands_still(story: &Story) -> bool {
    const REPORTS_MIN: usize = 3;
    let mut reports: BTreeMap<u64, usize> = BTreeMap::new();
    for xmin in story.server().filter_map(|(_, said)| xmin(said)) {
        *reports.entry(xmin).or_default() += 1;
    }
    reports.values().any(|times| *times >= REPORTS_MIN)
}

fn prepared(story: &Story) -> Vec<&Signal> {
    let held: Vec<u64> = story.server().filter_map(|(_, said)| xmin(said)).collect();
    story.servers_said(|said| match said {
        ServerSignal::PreparedTransaction { xid } => {
            held.is_empty() || xid.is_some_and(|xid| held.contains(&xid))
        }
        _ => false,
    })
}

fn feedback(story: &Story) -> Vec<&Signal> {
    const ON: [&str; 4] = ["on", "true", "yes", "1"];
    story.servers_said(|said| match said {
        ServerSignal::ParameterChanged { parameter, to } => {
            parameter == "hot_standby_feedback" && ON.contains(&to.to_ascii_lowercase().as_str())
        }
        _ => false,
    })
}

fn xmin(said: &ServerSignal) -> Option<u64> {
    match said {
        ServerSignal::VacuumHeld { xmin, .. } => *xmin,
        _ => None,
    }
}
