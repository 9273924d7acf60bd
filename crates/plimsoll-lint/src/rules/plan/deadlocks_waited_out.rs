//! `innodb_deadlock_detect` off: deadlocks hang until the lock wait ends.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_deadlock_detect = OFF` with an `innodb_lock_wait_timeout` of 10 seconds or
    /// more.
    ///
    /// ## Why it matters
    ///
    /// Two transactions that wait for each other then wait until the timeout, 50 seconds
    /// unless set, holding all their locks, and others queue behind them: what was one error
    /// 1213 becomes a pile-up. The timeout also ends one statement only and not the
    /// transaction.
    ///
    /// ## Example
    ///
    /// `innodb_deadlock_detect = OFF`, since the detection took time with many sessions on
    /// one row.
    ///
    /// ## What to do instead
    ///
    /// ON, or a timeout of 1 to 5 seconds and `innodb_rollback_on_timeout = ON`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Deadlock Detection"
    /// - MariaDB manual, `innodb_deadlock_detect`
    DEADLOCKS_WAITED_OUT {
        postgresql: None,
        mysql: Some("MY-PLAN-001"),
        name: "deadlocks-waited-out",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const DETECT: &str = "innodb_deadlock_detect";
    const TIMEOUT: &str = "innodb_lock_wait_timeout";
    let long = input
        .settings
        .count(TIMEOUT)
        .is_some_and(|seconds| seconds >= 10);
    if input.settings.is_on(DETECT) != Some(false) || !long {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "deadlocks are not detected: the sessions in one, and all behind them, hang for {} seconds",
        input.shown(TIMEOUT)
    ))
    .blames(input, &[DETECT, TIMEOUT])
    .mended(input, Safety::Unsafe, &[(DETECT, "ON")])
    .into()
}
