//! `data_sync_retry`=on: after a failed fsync the second try may lie.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `data_sync_retry = on`.
    ///
    /// ## Why it matters
    ///
    /// When fsync of a data file fails, the server ends with PANIC and replays its WAL, since
    /// kernels may drop the pages that could not be written and call the next fsync a
    /// success. With the option on it only tries again: the checkpoint then counts as done
    /// and the WAL that had the changes is removed.
    ///
    /// ## Example
    ///
    /// Set so that a storage with short failures does not restart the server: after one of
    /// them, pages are missing changes that were committed.
    ///
    /// ## What to do instead
    ///
    /// `off`. Mend the storage; a network device that fails for moments needs a longer
    /// timeout there, not here.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Handling", `data_sync_retry`
    FAILED_FLUSH_RETRIED {
        postgresql: Some("PG-DUR-007"),
        mysql: None,
        name: "failed-flush-retried",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "data_sync_retry";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    let message = "after a failed fsync the server goes on: what the kernel dropped is lost though it was committed";
    Found::new(loss(input, Severity::Warning), Confidence::High, message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
