//! autovacuum=off: tables bloat, and transaction numbers run out.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum = off`.
    ///
    /// ## Why it matters
    ///
    /// Dead rows are never cleared and statistics never renewed unless someone does it by
    /// hand: tables and indexes grow, plans go wrong. Against wraparound the server starts
    /// workers all the same, at `autovacuum_freeze_max_age`, on all tables at once and at the
    /// worst moment.
    ///
    /// ## Example
    ///
    /// Switched off for a bulk load and not on again.
    ///
    /// ## What to do instead
    ///
    /// `autovacuum = on`. To spare a table during a load: `ALTER TABLE … SET
    /// (autovacuum_enabled = off)`. Where it disturbs, it is most often too slow and not too
    /// fast.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Vacuuming / Automatic Vacuuming" and "Routine
    ///   Vacuuming"
    AUTOVACUUM_OFF {
        postgresql: Some("PG-VAC-001"),
        mysql: None,
        name: "autovacuum-off",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "autovacuum";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    let message =
        "autovacuum is off: tables bloat and statistics grow old, until wraparound forces it";
    Found::warning(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "on")])
        .into()
}
