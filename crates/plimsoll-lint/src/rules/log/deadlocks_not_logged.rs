//! Only the last deadlock can be seen.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_print_all_deadlocks = OFF`.
    ///
    /// ## Why it matters
    ///
    /// InnoDB shows the last deadlock alone (SHOW ENGINE INNODB STATUS), and a server with
    /// one has many. Off when built in.
    ///
    /// ## Example
    ///
    /// An application that reports error 1213 since a release.
    ///
    /// ## What to do instead
    ///
    /// ON: each deadlock costs some lines of the error log.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_print_all_deadlocks`
    DEADLOCKS_NOT_LOGGED {
        postgresql: None,
        mysql: Some("MY-LOG-007"),
        name: "deadlocks-not-logged",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_print_all_deadlocks";
    if input.settings.is_on(NAME) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("deadlocks are not logged: only the last one can be seen")
        .blames(input, &[NAME])
        .into()
}
