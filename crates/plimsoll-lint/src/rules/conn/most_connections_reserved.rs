//! More slots kept back than left for the application.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `superuser_reserved_connections`, and from 16 on `reserved_connections`, that together
    /// take half of `max_connections` or more.
    ///
    /// ## Why it matters
    ///
    /// They come out of `max_connections` and not on top of it. The application meets
    /// "remaining connection slots are reserved" with half of its sessions or fewer, though
    /// the server has room. At all of them the server does not start; that is told by the
    /// rule PG-READ-008.
    ///
    /// ## Example
    ///
    /// `max_connections = 20` with `superuser_reserved_connections = 10`: ten sessions for
    /// everyone else.
    ///
    /// ## What to do instead
    ///
    /// 3 to 10, and `max_connections` for the application's sessions and these together.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / Connection Settings"
    /// - PostgreSQL 16 release notes (`reserved_connections`)
    MOST_CONNECTIONS_RESERVED {
        postgresql: Some("PG-CONN-002"),
        mysql: None,
        name: "most-connections-reserved",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let count = |name| input.settings.count(name).unwrap_or(0);
    let names = [
        "superuser_reserved_connections",
        "reserved_connections",
        "max_connections",
    ];
    let [superuser, others, all] = names.map(count);
    let reserved = superuser + others;
    let blamed: Vec<&str> = names
        .into_iter()
        .filter(|name| input.is_set(name))
        .collect();
    if blamed.is_empty() || reserved.saturating_mul(2) < all || reserved >= all {
        return Answer::QUIET;
    }
    let message = format!(
        "{reserved} of max_connections = {all} are reserved; the application has {}",
        all - reserved
    );
    Found::warning(message).blames(input, &blamed).into()
}
