//! Scans of one table that do not share their reads.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `synchronize_seqscans = off`.
    ///
    /// ## Why it matters
    ///
    /// Two scans of a large table then read it twice, each from the beginning, instead of
    /// going round together. Off is for programs that rely on an order they never asked for.
    ///
    /// ## Example
    ///
    /// `synchronize_seqscans = off`, for a test that compares dumps.
    ///
    /// ## What to do instead
    ///
    /// On, and off only for the session that needs it (`pg_dump` does so itself).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Version and Platform Compatibility",
    ///   `synchronize_seqscans`
    SYNCHRONISED_SCANS_OFF {
        postgresql: Some("PG-PLAN-019"),
        mysql: None,
        name: "synchronised-scans-off",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "synchronize_seqscans";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    let message =
        "synchronize_seqscans is off: scans of one table at the same time each read all of it";
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "on")])
        .into()
}
