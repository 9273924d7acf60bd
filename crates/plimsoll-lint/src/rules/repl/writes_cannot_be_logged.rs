//! Statements in the binary log with READ COMMITTED: every write fails.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::writes_binlog;

rule! {
    /// ## What it finds
    ///
    /// `binlog_format = STATEMENT` with a `transaction_isolation` of `READ-COMMITTED` or
    /// `READ-UNCOMMITTED` and a binary log.
    ///
    /// ## Why it matters
    ///
    /// At these levels the outcome of a statement depends on what others commit meanwhile, so
    /// InnoDB can only be logged as rows. The server starts and looks well, and every INSERT,
    /// UPDATE and DELETE on an InnoDB table fails with error 1665, "Cannot execute statement:
    /// impossible to write to binary log".
    ///
    /// ## Example
    ///
    /// `transaction_isolation = READ-COMMITTED`, added to a file that has had `binlog_format
    /// = STATEMENT` for ever.
    ///
    /// ## What to do instead
    ///
    /// `binlog_format = ROW`; `MIXED` works too.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Setting The Binary Log Format"; `ER_BINLOG_STMT_MODE_AND_ROW_ENGINE`
    WRITES_CANNOT_BE_LOGGED {
        postgresql: None,
        mysql: Some("MY-REPL-004"),
        name: "writes-cannot-be-logged",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let isolation = input.named(&["tx_isolation", "transaction_isolation"]);
    let loose =
        |name: &&'static str| input.is_one_of(name, &["READ-COMMITTED", "READ-UNCOMMITTED"]);
    let statements = input.is_one_of("binlog_format", &["STATEMENT"]);
    let Some(isolation) = isolation.filter(loose).filter(|_| statements) else {
        return Answer::QUIET;
    };
    if !writes_binlog(input) {
        return Answer::QUIET;
    }
    let message = "statements are logged at an isolation at which they cannot be: every write \
                   to an InnoDB table fails with error 1665";
    Found::warning(message)
        .blames(input, &["binlog_format", isolation])
        .mended(input, Safety::Unsafe, &[("binlog_format", "ROW")])
        .into()
}
