//! A transaction that has worked for a day.

use super::told::span;
use super::transaction_left_open::{oldest, who};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A transaction that a client began more than a day ago and that is at work.
    ///
    /// ## Why it matters
    ///
    /// As long as its snapshot lasts, VACUUM clears no row that was deleted since, in any
    /// table of the database: a queue that is emptied a thousand times a day keeps all of its
    /// dead rows. A day of them is what most tables are vacuumed for many times over.
    ///
    /// ## Example
    ///
    /// A dump of a large database over a slow line, or a report that joins without its
    /// condition and that nobody waits for any more.
    ///
    /// ## What to do instead
    ///
    /// See whether anyone waits for it. Dumps and reports are better off on a standby without
    /// `hot_standby_feedback`; `statement_timeout` for the role ends the forgotten ones.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Routine Vacuuming" and "`pg_stat_activity`"
    TRANSACTION_OPEN_FOR_A_DAY {
        postgresql: Some("PG-LIVE-006"),
        mysql: None,
        name: "transaction-open-for-a-day",
        worst: Info,
        look: Look::Running(look),
    }
}

const SECONDS_MIN: u64 = 86_400;

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let works = oldest(seen, |row| row.text("state") == Some("active"));
    let Some((seconds, row)) = works.filter(|(seconds, _)| *seconds >= SECONDS_MIN) else {
        return Answer::QUIET;
    };
    let message = format!(
        "a transaction of {} has been open for {}: VACUUM clears nothing that was deleted since",
        who(&row),
        span(seconds)
    );
    Found::info(message)
        .fact("transaction open", span(seconds), "pg_stat_activity")
        .into()
}
