//! `secure_file_priv` empty: an SQL injection reads and writes files.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `secure_file_priv` set to nothing.
    ///
    /// ## Why it matters
    ///
    /// Whoever has the FILE privilege, or an injection into an account that has it, may read
    /// every file that the server's user may read and write new ones wherever it may write: a
    /// web page, a cron job, a library. MySQL's packages set a folder of its own.
    ///
    /// ## Example
    ///
    /// `secure_file_priv = ""`, so that an export may go anywhere.
    ///
    /// ## What to do instead
    ///
    /// A folder for it, or NULL to switch LOAD DATA and INTO OUTFILE off.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `secure_file_priv`
    /// - MariaDB manual, `secure_file_priv`
    SERVER_READS_ANY_FILE {
        postgresql: None,
        mysql: Some("MY-SEC-005"),
        name: "server-reads-any-file",
        worst: Info,
        controls: ["CIS MySQL: MySQL Permissions"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "secure_file_priv";
    let empty = input
        .settings
        .text(NAME)
        .is_some_and(|text| text.trim().is_empty());
    if !input.is_set(NAME) || !empty {
        return Answer::QUIET;
    }
    Found::info("accounts with FILE may read and write wherever the server's user may")
        .blames(input, &[NAME])
        .into()
}
