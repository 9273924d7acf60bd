//! Old versions of rows that are not purged.

use plimsoll_model::Confidence;

use super::told::{counted, counter};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A history of a million transactions or more that purge has not cleared up; a warning
    /// from ten million on.
    ///
    /// ## Why it matters
    ///
    /// Every row changed since is kept in its old versions too, as long as one transaction
    /// may still read them. Reads of such rows walk through the versions and slow down by the
    /// day, and the undo tablespaces grow. A large import passes a million and is cleared up
    /// in minutes; ten million are no import: a transaction was left open, or purge is too
    /// slow for the writes.
    ///
    /// ## Example
    ///
    /// A consistent dump, or a session that began a transaction and sleeps, for two days.
    ///
    /// ## What to do instead
    ///
    /// `SELECT * FROM information_schema.innodb_trx ORDER BY trx_started LIMIT 5`, and end
    /// what nobody waits for. Where there is no old one: more `innodb_purge_threads`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, sections "InnoDB Multi-Versioning" and "Purge Configuration"
    /// - MariaDB manual, section "InnoDB Status Variables", `Innodb_history_list_length`
    UNDO_HISTORY_LONG {
        postgresql: None,
        mysql: Some("MY-LIVE-017"),
        name: "undo-history-long",
        worst: Warning,
        look: Look::Running(look),
    }
}

const LENGTH: &str = "Innodb_history_list_length";
const MILLION: u64 = 1_000_000;

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let length = counter(seen, LENGTH).unwrap_or(0);
    if length < MILLION {
        return Answer::QUIET;
    }
    let message = format!(
        "{} million transactions are not purged: reads walk through old versions of rows",
        length / MILLION
    );
    let found = if length >= 10 * MILLION {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    counted(found.sure(Confidence::Medium), seen, &[LENGTH]).into()
}
