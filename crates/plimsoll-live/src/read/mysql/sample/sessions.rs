//! Sessions by what they do, who waits, and for whom. A server is asked step by step:
//! what is dear only once something cheaper says that it is there to be seen.

use plimsoll_model::{Answer, Gap, Metric, Reading, Row, Sample};

use super::questions::{METADATA, ROWS, Step};
use super::said::Said;
use crate::read::blockers;
use crate::read::mysql::connection::Answers;

/// Plimsoll's own session, which is connected and runs while it asks.
const OWN: f64 = 1.0;

/// What is asked after the counters: of each session, where somebody does something or
/// it is not known.
pub(super) fn beside(said: &Said) -> Vec<Step> {
    let running = said.number("threads_running").unwrap_or(f64::MAX);
    let transactions = said.number("transactions").unwrap_or(f64::MAX);
    let is_busy = running > OWN || transactions > 0.0;
    is_busy.then_some(Step::Busy).into_iter().collect()
}

/// What is asked after that.
pub(super) fn further(said: &Said) -> Vec<Step> {
    let steps = [
        ("row_waiters", Step::RowWaits),
        ("lock_waiters", Step::OtherWaits),
        ("replicas", Step::Replicas),
    ];
    let some = steps
        .iter()
        .filter(|(name, _)| said.number(name) > Some(0.0));
    some.map(|(_, step)| *step).collect()
}

/// What the answers say of sessions.
pub(super) fn fill(sample: &mut Sample, answers: &Answers, said: &Said) {
    let is_idle = beside(said).is_empty();
    // Nobody does anything: what was not asked is nothing.
    let of = |name| said.number(name).or(is_idle.then_some(0.0));
    let sessions = &mut sample.readings;
    let running = said.number("threads_running").map(|it| (it - OWN).max(0.0));
    let active = of("active").or(running);
    let connected = said.number("threads_connected");
    sessions.extend(active.map(|it| Reading::of(Metric::Sessions, "active", it)));
    let in_transaction = of("idle_in_transaction");
    let state = "idle in transaction";
    sessions.extend(in_transaction.map(|it| Reading::of(Metric::Sessions, state, it)));
    if let (Some(connected), Some(active)) = (connected, active) {
        let others = active + in_transaction.unwrap_or(0.0) + of("replicas").unwrap_or(0.0);
        let idle = (connected - OWN - others).max(0.0);
        sessions.push(Reading::of(Metric::Sessions, "idle", idle));
    }
    let seconds = of("longest_statement_seconds");
    sessions.extend(seconds.map(|it| Reading::plain(Metric::LongestStatementSeconds, it)));
    let (rows, others) = (said.number("row_waiters"), of("lock_waiters"));
    if rows.is_some() || others.is_some() {
        let blocked = rows.unwrap_or(0.0) + others.unwrap_or(0.0);
        sessions.push(Reading::plain(Metric::BlockedSessions, blocked));
    }
    blockers(sample, answers, rows.unwrap_or(0.0), others.unwrap_or(0.0));
}

fn blockers(sample: &mut Sample, answers: &Answers, for_rows: f64, for_others: f64) {
    let waits = [ROWS, METADATA].into_iter();
    let waits = waits.filter_map(|name| answers.answers.get(name));
    let rows: Vec<Row<'_>> = waits.flat_map(Answer::rows).collect();
    let (roots, is_cut) = blockers::roots(&rows);
    sample.blockers = roots;
    let mut gap = |why: String| {
        sample.gaps.push(Gap {
            what: "blockers".to_owned(),
            why,
            grant: None,
        });
    };
    if is_cut {
        let most = blockers::BLOCKERS_MAX;
        gap(format!("only the {most} that most wait for are told"));
    }
    if for_rows > 0.0 && !answers.answers.contains_key(ROWS) {
        gap(format!(
            "{for_rows} wait for a row, and the server does not tell who has it without performance_schema"
        ));
    }
    let metadata = answers.answers.get(METADATA);
    if for_others > 0.0 && metadata.is_none_or(|answer| answer.rows.is_empty()) {
        gap(format!(
            "{for_others} wait for a lock of a table or a name, and the server does not tell who has it: it needs performance_schema with wait/lock/metadata/sql/mdl"
        ));
    }
}
