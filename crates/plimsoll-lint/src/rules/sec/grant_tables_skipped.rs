//! `skip_grant_tables`: everybody is root.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `skip_grant_tables` in a configuration.
    ///
    /// ## Why it matters
    ///
    /// Whoever reaches the socket or the port has every right without a password. MySQL 8.0
    /// and later then do not listen on the network; MySQL 5.7 and MariaDB do, unless
    /// `skip_networking` stands beside it. Accounts, events and functions do not work.
    ///
    /// ## Example
    ///
    /// `skip-grant-tables`, left in the file after a lost password.
    ///
    /// ## What to do instead
    ///
    /// Remove the line, restart, and set passwords anew. For a lost password: `--init-file`
    /// with an ALTER USER.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, skip-grant-tables; "How to Reset the Root Password"
    /// - MariaDB manual, "mariadbd Options", --skip-grant-tables
    GRANT_TABLES_SKIPPED {
        postgresql: None,
        mysql: Some("MY-SEC-001"),
        name: "grant-tables-skipped",
        worst: Warning,
        controls: ["CIS MySQL: MySQL Permissions", "SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "skip_grant_tables";
    if input.settings.is_on(NAME) != Some(true) {
        return Answer::QUIET;
    }
    Found::warning("nobody is asked for a password: whoever reaches the server may do everything")
        .blames(input, &[NAME])
        .weighs(input, "skip_networking")
        .mended(input, Safety::Unsafe, &[(NAME, "OFF")])
        .into()
}
