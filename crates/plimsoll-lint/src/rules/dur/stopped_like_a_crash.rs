//! `innodb_fast_shutdown` 2 or 3: every stop is a crash.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_fast_shutdown` at 2 (or 3 in MariaDB).
    ///
    /// ## Why it matters
    ///
    /// At 2 InnoDB stops without writing its dirty pages: nothing committed is lost, but
    /// every start is a crash recovery, which with a large pool and redo log takes minutes in
    /// which a probe may kill the server again, and a new major version refuses to start from
    /// such a redo log. At 3 MariaDB skips the rollback only, and the start does it.
    ///
    /// ## Example
    ///
    /// `innodb_fast_shutdown = 2` so that stopping is quick.
    ///
    /// ## What to do instead
    ///
    /// 1, the built-in value; 0 once, before an upgrade to another major version.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_fast_shutdown`; "Upgrade Best Practices"
    /// - MariaDB manual, `innodb_fast_shutdown`
    STOPPED_LIKE_A_CRASH {
        postgresql: None,
        mysql: Some("MY-DUR-013"),
        name: "stopped-like-a-crash",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_fast_shutdown";
    if input.settings.count(NAME).is_none_or(|mode| mode < 2) {
        return Answer::QUIET;
    }
    Found::info("every stop leaves work for the next start, which has to recover as after a crash")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "1")])
        .into()
}
