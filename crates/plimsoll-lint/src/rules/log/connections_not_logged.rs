//! Who came and went, unseen.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_connections` or `log_disconnections` off.
    ///
    /// ## Why it matters
    ///
    /// Who was connected, from where and for how long cannot be told afterwards. Without a
    /// pooler this is a line for every connection.
    ///
    /// ## Example
    ///
    /// A file that sets neither.
    ///
    /// ## What to do instead
    ///
    /// Both on, where sessions are long or come through a pooler; in version 18
    /// `log_connections = 'authorization'` keeps it to one line.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `log_connections`
    CONNECTIONS_NOT_LOGGED {
        postgresql: Some("PG-LOG-019"),
        mysql: None,
        name: "connections-not-logged",
        worst: Info,
        on: false,
        controls: ["CIS PostgreSQL: Logging", "SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let off = |name: &&str| {
        let word = input.shown(name).to_ascii_lowercase();
        matches!(word.as_str(), "" | "off" | "false" | "no" | "0")
    };
    let names: Vec<&str> = ["log_connections", "log_disconnections"]
        .into_iter()
        .filter(off)
        .collect();
    if names.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "{} off: who was connected cannot be told afterwards",
        names.join(", ")
    );
    Found::info(message).blames(input, &names).into()
}
