//! `init_connect`: a mistake in it shuts everybody out.

use plimsoll_model::{Confidence, Severity};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An `init_connect` that does anything.
    ///
    /// ## Why it matters
    ///
    /// It runs for every account that has not the right to pass it over (`CONNECTION_ADMIN`,
    /// SUPER): when it fails, the session is closed at its first statement. Administrators
    /// see nothing of it and everybody else is out. A statement that writes makes every login
    /// on a read-only replica fail.
    ///
    /// ## Example
    ///
    /// `init_connect = "INSERT INTO audit.logins …"`, and a failover to a replica.
    ///
    /// ## What to do instead
    ///
    /// Defaults of the server (`character_set_server`) or of the client. For audits, a
    /// plugin.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `init_connect`
    STATEMENTS_RUN_AT_EVERY_LOGIN {
        postgresql: None,
        mysql: Some("MY-CONN-005"),
        name: "statements-run-at-every-login",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "init_connect";
    let text = input.settings.text(NAME).unwrap_or_default().trim();
    let upper = text.to_ascii_uppercase();
    let writes = ["INSERT", "UPDATE", "DELETE", "REPLACE", "CALL"];
    let message = if text.is_empty() {
        return Answer::QUIET;
    } else if writes.iter().any(|word| upper.contains(word)) {
        "every login writes: where that fails, as on a read-only replica, nobody but administrators gets in"
    } else {
        "a statement runs at every login: when it fails, nobody but administrators gets in"
    };
    Found::new(Severity::Info, Confidence::High, message)
        .blames(input, &[NAME])
        .into()
}
