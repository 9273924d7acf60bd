//! No slot kept for whoever has to look when all others are taken.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `superuser_reserved_connections = 0`.
    ///
    /// ## Why it matters
    ///
    /// When the application has taken every slot, nobody gets in any more, the administrator
    /// included: "sorry, too many clients already". What holds the sessions cannot be seen
    /// and not be ended; what is left is to restart the server. The slots cost next to
    /// nothing.
    ///
    /// ## Example
    ///
    /// `superuser_reserved_connections = 0`, to have three more for a pool.
    ///
    /// ## What to do instead
    ///
    /// The default of 3, and `max_connections` raised by as many if they are needed. It takes
    /// a restart. An application that connects as a superuser uses them up: give it a role of
    /// its own.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / Connection Settings",
    ///   `superuser_reserved_connections`
    NO_RESERVED_CONNECTIONS {
        postgresql: Some("PG-CONN-001"),
        mysql: None,
        name: "no-reserved-connections",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "superuser_reserved_connections";
    if input.settings.count(name) != Some(0) {
        return Answer::QUIET;
    }
    let message = "no connection is reserved: when the application has taken all of them, \
                   nobody can get in to see why";
    Found::warning(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "3")])
        .into()
}
