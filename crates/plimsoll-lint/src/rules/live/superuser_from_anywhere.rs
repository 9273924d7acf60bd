//! An account that may do everything, from every host.

use super::told::account_count;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// An account with every right that may log in from any host.
    ///
    /// ## Why it matters
    ///
    /// Its password is all that stands between whoever reaches the port and all data. The
    /// images of MySQL and MariaDB make `'root'@'%'` so, as they cannot know from where an
    /// administrator comes: it is worth knowing, and no fault of a server that its network
    /// keeps apart.
    ///
    /// ## Example
    ///
    /// `'root'@'%'`, with the port published on every address of the machine.
    ///
    /// ## What to do instead
    ///
    /// `MYSQL_ROOT_HOST=localhost` (`MARIADB_ROOT_HOST`) in the image, or `RENAME USER
    /// 'root'@'%' TO 'root'@'10.0.0.%'`; accounts of their own for applications.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Account User Names and Passwords"
    /// - Documentation of the images `mysql` and `mariadb`, `MYSQL_ROOT_HOST`,
    ///   `MARIADB_ROOT_HOST`
    SUPERUSER_FROM_ANYWHERE {
        postgresql: None,
        mysql: Some("MY-LIVE-008"),
        name: "superuser-from-anywhere",
        worst: Info,
        controls: ["CIS MySQL: MySQL Permissions", "SOC 2 CC6.1"],
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let Some(count) = account_count(seen, "any_host_superusers") else {
        return Answer::QUIET;
    };
    let message = format!("accounts with every right that log in from any host: {count}");
    Found::info(message)
        .fact("such accounts", count.to_string(), "the accounts")
        .into()
}
