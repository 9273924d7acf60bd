//! Replication that waits for ever for a peer that is gone.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `wal_sender_timeout = 0` or `wal_receiver_timeout = 0`. A warning where commits wait
    /// for standbys.
    ///
    /// ## Why it matters
    ///
    /// When a host dies or a firewall drops the connection no packet says so. A sender
    /// without the timeout goes on waiting: the standby counts as connected, commits wait for
    /// it. A receiver without it shows an old state for hours and does not connect anew.
    ///
    /// ## Example
    ///
    /// `wal_sender_timeout = 0`, since a slow consumer was cut off.
    ///
    /// ## What to do instead
    ///
    /// The built-in `60s`, or minutes where a consumer takes that long.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Sending Servers", `wal_sender_timeout`
    DEAD_PEER_NEVER_NOTICED {
        postgresql: Some("PG-REPL-005"),
        mysql: None,
        name: "dead-peer-never-noticed",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let names = ["wal_sender_timeout", "wal_receiver_timeout"];
    let off = |name: &&str| input.settings.int(name) == Some(0);
    let names: Vec<&str> = names.into_iter().filter(off).collect();
    let Some(first) = names.first() else {
        return Answer::QUIET;
    };
    let message = format!("{first} is 0: a peer that is gone without a word is never noticed");
    let waits = !input.text("synchronous_standby_names").trim().is_empty();
    let found = if waits && *first == "wal_sender_timeout" {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    let minute: Vec<(&str, &str)> = names.iter().map(|name| (*name, "60s")).collect();
    found
        .blames(input, &names)
        .mended(input, Safety::Unsafe, &minute)
        .into()
}
