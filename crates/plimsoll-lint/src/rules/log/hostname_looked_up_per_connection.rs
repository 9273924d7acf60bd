//! A name server asked at every connection.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_hostname = on`.
    ///
    /// ## Why it matters
    ///
    /// Each new session asks the name server for the client's name before it goes on. A slow
    /// or unreachable name server makes every connection slow, also those by address.
    ///
    /// ## Example
    ///
    /// `log_hostname = on`, for names in the log.
    ///
    /// ## What to do instead
    ///
    /// `log_hostname = off`; look addresses up when the log is read.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `log_hostname`
    HOSTNAME_LOOKED_UP_PER_CONNECTION {
        postgresql: Some("PG-LOG-014"),
        mysql: None,
        name: "hostname-looked-up-per-connection",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_hostname";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    Found::info("log_hostname is on: every connection waits for the name server")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
