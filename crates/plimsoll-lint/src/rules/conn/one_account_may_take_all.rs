//! No account has a limit of its own.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_user_connections` at 0: no limit for an account.
    ///
    /// ## Why it matters
    ///
    /// One application that leaks connections, or a deploy that doubles its instances, takes
    /// all of `max_connections`, and every other application and the monitoring are out too.
    ///
    /// ## Example
    ///
    /// Three applications on one server, nothing said.
    ///
    /// ## What to do instead
    ///
    /// A limit of about two thirds of `max_connections`, or one per account (`ALTER USER …
    /// WITH MAX_USER_CONNECTIONS`).
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Setting Account Resource Limits"
    ONE_ACCOUNT_MAY_TAKE_ALL {
        postgresql: None,
        mysql: Some("MY-CONN-009"),
        name: "one-account-may-take-all",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "max_user_connections";
    if input.settings.int(NAME) != Some(0) {
        return Answer::QUIET;
    }
    Found::info("one account may take every connection there is")
        .blames(input, &[NAME])
        .weighs(input, "max_connections")
        .into()
}
