//! An account without a name.

use super::told::account_count;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// An account whose user name is empty.
    ///
    /// ## Why it matters
    ///
    /// Any name logs in as it. And it comes before accounts for any host: from `localhost`
    /// the user `'app'@'%'` is taken for `''@'localhost'` and lacks its rights, which is looked
    /// for in the wrong place for hours.
    ///
    /// ## Example
    ///
    /// `''@'localhost'` of an installation by `mysql_install_db` of years ago.
    ///
    /// ## What to do instead
    ///
    /// `DROP USER ''@'localhost'`. Installations of today make none.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, sections "Securing the Initial MySQL Account" and "Access Control,
    ///   Stage 1: Connection Verification"
    ANONYMOUS_ACCOUNT {
        postgresql: None,
        mysql: Some("MY-LIVE-007"),
        name: "anonymous-account",
        worst: Warning,
        controls: ["CIS MySQL: Authentication", "SOC 2 CC6.1"],
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let Some(count) = account_count(seen, "anonymous") else {
        return Answer::QUIET;
    };
    let message = format!("accounts without a user name, as which any name logs in: {count}");
    Found::warning(message)
        .fact("without a name", count.to_string(), "the accounts")
        .into()
}
