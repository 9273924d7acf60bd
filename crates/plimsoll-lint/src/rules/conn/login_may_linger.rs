//! Clients that may take minutes to log in.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `authentication_timeout` above two minutes.
    ///
    /// ## Why it matters
    ///
    /// A client that has connected and says no more holds a process until then. Whoever can
    /// reach the port can fill the server with them without a password.
    ///
    /// ## Example
    ///
    /// `authentication_timeout = 10min`, set because an LDAP server was slow.
    ///
    /// ## What to do instead
    ///
    /// `1min`, the default; mend what makes logins slow.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / Authentication",
    ///   `authentication_timeout`
    LOGIN_MAY_LINGER {
        postgresql: Some("PG-CONN-014"),
        mysql: None,
        name: "login-may-linger",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "authentication_timeout";
    let Some(seconds) = input.settings.count(name).filter(|&seconds| seconds > 120) else {
        return Answer::QUIET;
    };
    let message =
        format!("a client that never logs in is waited for {seconds} s, and holds a process");
    Found::info(message).blames(input, &[name]).into()
}
