//! VACUUM by hand that sleeps most of the time.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vacuum_cost_delay` above 0 for the whole server.
    ///
    /// ## Why it matters
    ///
    /// It is 0 so that who types VACUUM, or runs it in a window at night, gets all of the
    /// disk. Set for the server it slows these down as well; autovacuum has a delay of its
    /// own, and this one counts for it only where that is -1.
    ///
    /// ## Example
    ///
    /// `vacuum_cost_delay = 20ms`, meant for autovacuum: the weekly VACUUM does not end
    /// before the day.
    ///
    /// ## What to do instead
    ///
    /// 0; for autovacuum `autovacuum_vacuum_cost_delay`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Vacuuming / Cost-based Vacuum Delay"
    MANUAL_VACUUM_THROTTLED {
        postgresql: Some("PG-VAC-013"),
        mysql: None,
        name: "manual-vacuum-throttled",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "vacuum_cost_delay";
    if input.settings.real(name).unwrap_or(0.0) <= 0.0 {
        return Answer::QUIET;
    }
    let message = format!(
        "VACUUM by hand sleeps {} each time its cost limit is used up; autovacuum has a delay of its own",
        input.shown(name)
    );
    Found::info(message).blames(input, &[name]).into()
}
