//! Autovacuum that looks at a database every hour.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_naptime` above 10 minutes; a warning from one hour on.
    ///
    /// ## Why it matters
    ///
    /// A worker comes to each database once in that time, and with several databases no more
    /// often than the workers allow. A queue table that turns over every minute has been
    /// bloated sixty times when its turn comes, and stays large.
    ///
    /// ## Example
    ///
    /// `autovacuum_naptime = 1d`, so that it runs at night: it runs a day after the last
    /// time, whenever that is.
    ///
    /// ## What to do instead
    ///
    /// 1 minute, the default, or less. To spare the day, lower the cost limit by day, or
    /// vacuum by hand at night besides.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Vacuuming / Automatic Vacuuming", `autovacuum_naptime`
    AUTOVACUUM_LOOKS_RARELY {
        postgresql: Some("PG-VAC-006"),
        mysql: None,
        name: "autovacuum-looks-rarely",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "autovacuum_naptime";
    let seconds = input.settings.count(name).unwrap_or(0);
    if seconds <= 600 {
        return Answer::QUIET;
    }
    let message = format!(
        "autovacuum looks at a database once in {}: what changes quickly bloats meanwhile",
        input.shown(name)
    );
    let found = if seconds >= 3600 {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "1min")])
        .into()
}
