//! `old_passwords`: hashes of 16 characters that are broken in minutes.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `old_passwords` on: new passwords are stored by the scheme of before MySQL 4.1.
    ///
    /// ## Why it matters
    ///
    /// The hash has 62 bits and no salt; whoever sees it can find a password for it, and what
    /// crosses the network is enough to log in. Clients of today refuse it, so the new
    /// account cannot even be used.
    ///
    /// ## Example
    ///
    /// `old_passwords = 1`, kept since MySQL 4.0.
    ///
    /// ## What to do instead
    ///
    /// Remove the line and set the passwords anew.
    ///
    /// ## Sources
    ///
    /// - MySQL 5.6 manual, "Password Hashing in MySQL"
    /// - MariaDB manual, `old_passwords`
    OLD_PASSWORD_HASHES {
        postgresql: None,
        mysql: Some("MY-SEC-008"),
        name: "old-password-hashes",
        worst: Warning,
        controls: ["SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "old_passwords";
    let on = input.settings.is_on(NAME) == Some(true) || input.settings.int(NAME) == Some(1);
    if !on {
        return Answer::QUIET;
    }
    Found::warning("new passwords get a hash that is broken in minutes and that clients refuse")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "0")])
        .into()
}
