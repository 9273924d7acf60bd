//! A timeout that ends nearly everything, since its number was meant in seconds.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `statement_timeout`, `idle_in_transaction_session_timeout`, `idle_session_timeout` or
    /// `transaction_timeout` under a second, or `lock_timeout` under 10 ms, set for the whole
    /// server.
    ///
    /// ## Why it matters
    ///
    /// A bare number in these parameters counts milliseconds: `statement_timeout = 30` ends
    /// every statement after 30 ms, that of a backup script and of an index build too. The
    /// reload that brings it ends sessions that were well.
    ///
    /// ## Example
    ///
    /// `idle_in_transaction_session_timeout = 60`, meant as a minute: a transaction that
    /// waits 60 ms for its application is over.
    ///
    /// ## What to do instead
    ///
    /// Write the unit: `'60s'`, `'5min'`. 0 is off.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Client Connection Defaults / Statement Behavior" and
    ///   "Setting Parameters / Parameter Names and Values"
    TIMEOUT_OF_MILLISECONDS {
        postgresql: Some("PG-CONN-004"),
        mysql: None,
        name: "timeout-of-milliseconds",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// Each with the milliseconds below which nobody means it.
const TIMEOUTS: [(&str, u64); 5] = [
    ("statement_timeout", 1000),
    ("transaction_timeout", 1000),
    ("idle_in_transaction_session_timeout", 1000),
    ("idle_session_timeout", 1000),
    ("lock_timeout", 10),
];

fn look(input: &Input<'_>) -> Answer {
    let found = TIMEOUTS.into_iter().filter_map(|(name, least)| {
        let ms = input.settings.count(name)?;
        let tiny = ms > 0 && ms < least;
        let message = format!("{name} is {ms} ms for the whole server; was {ms} s meant?");
        tiny.then(|| Found::warning(message).blames(input, &[name]))
    });
    Answer::Found(found.collect())
}
