//! `track_counts`=off: autovacuum does not run, though it is on.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `track_counts = off` with `autovacuum = on`.
    ///
    /// ## Why it matters
    ///
    /// Autovacuum goes by the counts of changed rows. Without them it does not start:
    /// "autovacuum not started because of misconfiguration", a warning in the log of the
    /// start (tried on 12 to 18). The effect is that of `autovacuum = off`, and the file says
    /// the opposite.
    ///
    /// ## Example
    ///
    /// `track_counts = off`, to save the cost of statistics.
    ///
    /// ## What to do instead
    ///
    /// `track_counts = on`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Run-time Statistics", `track_counts`, and "The
    ///   Autovacuum Daemon"
    AUTOVACUUM_BLIND {
        postgresql: Some("PG-VAC-002"),
        mysql: None,
        name: "autovacuum-blind",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "track_counts";
    let on = |name| input.settings.is_on(name) == Some(true);
    if on(name) || !on("autovacuum") {
        return Answer::QUIET;
    }
    let message = "autovacuum is on and does not run: it needs the counts that track_counts = off does not keep";
    Found::warning(message)
        .blames(input, &[name])
        .weighs(input, "autovacuum")
        .mended(input, Safety::Unsafe, &[(name, "on")])
        .into()
}
