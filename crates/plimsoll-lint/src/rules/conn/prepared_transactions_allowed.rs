//! Two-phase commit that is allowed, and perhaps never used.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_prepared_transactions` above 0.
    ///
    /// ## Why it matters
    ///
    /// A transaction that was prepared and forgotten outlives its session and a restart. It
    /// keeps its locks and keeps VACUUM from clearing up, and no timeout ends it. Without a
    /// transaction manager that finishes them, they should not be possible.
    ///
    /// ## Example
    ///
    /// A framework that used XA once; its last prepared transaction holds back VACUUM since.
    ///
    /// ## What to do instead
    ///
    /// 0 where nothing uses PREPARE TRANSACTION (on a replica: no less than on its primary).
    /// Otherwise watch `pg_prepared_xacts`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Resource Consumption / Memory",
    ///   `max_prepared_transactions`, and "PREPARE TRANSACTION"
    PREPARED_TRANSACTIONS_ALLOWED {
        postgresql: Some("PG-CONN-012"),
        mysql: None,
        name: "prepared-transactions-allowed",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "max_prepared_transactions";
    let Some(count) = input.settings.count(name).filter(|&count| count > 0) else {
        return Answer::QUIET;
    };
    let message = format!(
        "{count} prepared transactions are allowed; one that is forgotten holds its locks and \
         keeps VACUUM from clearing up, with no timeout"
    );
    Found::info(message).blames(input, &[name]).into()
}
