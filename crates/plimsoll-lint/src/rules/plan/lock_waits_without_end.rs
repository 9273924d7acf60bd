//! `innodb_lock_wait_timeout` of ten minutes or more.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_lock_wait_timeout` of 600 seconds or more.
    ///
    /// ## Why it matters
    ///
    /// A session that waits for a row lock keeps its own locks and its connection. When one
    /// transaction hangs, those behind it pile up until there is no connection left, where a
    /// shorter wait would have given errors that name it.
    ///
    /// ## Example
    ///
    /// `innodb_lock_wait_timeout = 3600`, for a nightly batch.
    ///
    /// ## What to do instead
    ///
    /// The built-in 50 or less; the batch sets its own.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_lock_wait_timeout`
    LOCK_WAITS_WITHOUT_END {
        postgresql: None,
        mysql: Some("MY-PLAN-004"),
        name: "lock-waits-without-end",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_lock_wait_timeout";
    if input
        .settings
        .count(NAME)
        .is_none_or(|seconds| seconds < 600)
    {
        return Answer::QUIET;
    }
    Found::info("sessions wait for a row lock so long that they use up the connections first")
        .blames(input, &[NAME])
        .into()
}
