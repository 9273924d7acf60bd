//! An account that needs no password.

use super::told::account_count;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// An account that is not locked, is meant to log in by a password and has none.
    ///
    /// ## Why it matters
    ///
    /// Whoever reaches the port and knows, or guesses, the name is in. Test images and old
    /// installations leave `root` so.
    ///
    /// ## Example
    ///
    /// `MYSQL_ALLOW_EMPTY_PASSWORD=yes` in the compose file of a test that became a
    /// production machine.
    ///
    /// ## What to do instead
    ///
    /// `ALTER USER 'name'@'host' IDENTIFIED BY RANDOM PASSWORD` (MySQL 8.0.18 and later), a
    /// password of your own, or the socket (`auth_socket`, `unix_socket`) for what runs on
    /// the machine. `mysql_secure_installation` does it for `root`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Securing the Initial MySQL Account"
    /// - MariaDB manual, section "mariadb-secure-installation"
    ACCOUNT_WITHOUT_PASSWORD {
        postgresql: None,
        mysql: Some("MY-LIVE-006"),
        name: "account-without-password",
        worst: Warning,
        controls: ["CIS MySQL: Authentication", "SOC 2 CC6.1"],
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let Some(count) = account_count(seen, "without_password") else {
        return Answer::QUIET;
    };
    let message = format!("accounts that log in without a password: {count}");
    Found::warning(message)
        .fact("without a password", count.to_string(), "the accounts")
        .into()
}
