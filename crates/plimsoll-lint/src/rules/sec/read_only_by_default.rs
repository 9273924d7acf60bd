//! Read-only, until a session says otherwise.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `default_transaction_read_only = on`, in the file.
    ///
    /// ## Why it matters
    ///
    /// It is no protection: any session may `SET transaction_read_only = off`. And what does
    /// not expect it, a migration, autovacuum's friends, a monitor that writes, fails with
    /// "cannot execute … in a read-only transaction".
    ///
    /// ## Example
    ///
    /// Set by hand before a switch to another server, and forgotten.
    ///
    /// ## What to do instead
    ///
    /// Take it out when the switch is done. To protect data: roles without the right to
    /// write, or a standby.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Client Connection Defaults / Statement Behavior",
    ///   `default_transaction_read_only`
    READ_ONLY_BY_DEFAULT {
        postgresql: Some("PG-SEC-014"),
        mysql: None,
        name: "read-only-by-default",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "default_transaction_read_only";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    Found::info("every session begins read-only: writes fail, and any session can undo it")
        .blames(input, &[name])
        .into()
}
