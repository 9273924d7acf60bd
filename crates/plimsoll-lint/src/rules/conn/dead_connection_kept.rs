//! Connections that stay for two hours after their client's host is gone.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `tcp_keepalives_idle` of 0, or longer than an hour, where the system's own time
    /// (`net.ipv4.tcp_keepalive_time`, 7200 s unless changed) is not known to be shorter.
    ///
    /// ## Why it matters
    ///
    /// A host that goes away without a word, behind a firewall or a load balancer that
    /// forgets connections, leaves sessions that wait for it. Until keepalives notice, each
    /// holds its slot, its memory and any transaction it had open.
    ///
    /// ## Example
    ///
    /// A node of a cluster that is taken away: its pool of 40 sessions holds 40 slots for two
    /// hours.
    ///
    /// ## What to do instead
    ///
    /// `tcp_keepalives_idle = 60`, `tcp_keepalives_interval = 10`, `tcp_keepalives_count =
    /// 6`. `tcp_user_timeout` does the same for data that is under way.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / TCP Settings"
    /// - Linux manual page tcp(7), `tcp_keepalive_time`
    DEAD_CONNECTION_KEPT {
        postgresql: Some("PG-CONN-011"),
        mysql: None,
        name: "dead-connection-kept",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

const HOUR: u64 = 3600;

fn look(input: &Input<'_>) -> Answer {
    let name = "tcp_keepalives_idle";
    let sysctl = "net.ipv4.tcp_keepalive_time";
    let system = input
        .facts
        .sysctl
        .get(sysctl)
        .and_then(|text| text.trim().parse().ok());
    let idle = match input.settings.count(name) {
        Some(0) | None => system.unwrap_or(2 * HOUR),
        Some(seconds) => seconds,
    };
    if idle <= HOUR {
        return Answer::QUIET;
    }
    let message = format!(
        "the session of a client whose host is gone keeps its slot for {idle} s before the first keepalive"
    );
    Found::info(message).blames(input, &[name]).into()
}
