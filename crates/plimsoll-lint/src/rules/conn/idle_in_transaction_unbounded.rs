//! A transaction that may stay open for ever.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `idle_in_transaction_session_timeout = 0`, the default, and from 17 on no
    /// `transaction_timeout` either.
    ///
    /// ## Why it matters
    ///
    /// An application that hangs between BEGIN and COMMIT keeps its locks, and its snapshot
    /// keeps VACUUM from clearing dead rows in all tables of the database. It is seen hours
    /// later, as bloat or as a queue behind a lock.
    ///
    /// ## Example
    ///
    /// A worker that waits for an answer from the network inside a transaction, over a
    /// weekend.
    ///
    /// ## What to do instead
    ///
    /// `idle_in_transaction_session_timeout = '10min'`, or for the application's roles alone.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Client Connection Defaults / Statement Behavior"
    /// - PostgreSQL manual, section "Routine Vacuuming"
    IDLE_IN_TRANSACTION_UNBOUNDED {
        postgresql: Some("PG-CONN-008"),
        mysql: None,
        name: "idle-in-transaction-unbounded",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "idle_in_transaction_session_timeout";
    let off = |name| input.settings.count(name).is_none_or(|ms| ms == 0);
    if !off(name) || !off("transaction_timeout") {
        return Answer::QUIET;
    }
    let message = "a transaction that its application forgets stays open, with its locks, \
                   and keeps VACUUM from clearing up";
    Found::info(message).blames(input, &[name]).into()
}
