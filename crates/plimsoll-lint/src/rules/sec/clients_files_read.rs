//! `local_infile` switched on in MySQL.

use plimsoll_model::{Engine, Safety, Version};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `local_infile = ON` in MySQL 8.0 and later, where it is off unless set.
    ///
    /// ## Why it matters
    ///
    /// LOAD DATA LOCAL makes the client send one of its own files. The server names the file:
    /// a server in the wrong hands, or an injection, reads files of the web server or of
    /// whoever connects.
    ///
    /// ## Example
    ///
    /// `local_infile = 1`, for one import.
    ///
    /// ## What to do instead
    ///
    /// OFF in the file; the import sets it for its own time, or loads from the folder of
    /// `secure_file_priv`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Security Considerations for LOAD DATA LOCAL"
    CLIENTS_FILES_READ {
        postgresql: None,
        mysql: Some("MY-SEC-006"),
        name: "clients-files-read",
        worst: Info,
        controls: ["CIS MySQL: General"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "local_infile";
    let since_8 = match input.config.engine {
        Engine::Mysql => input
            .version()
            .is_none_or(|version| version >= Version::new(8, 0)),
        Engine::Mariadb | Engine::Postgresql => false,
    };
    if !since_8 || !input.is_set(NAME) || input.settings.is_on(NAME) != Some(true) {
        return Answer::QUIET;
    }
    Found::info("clients send files of their own when the server asks for them")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "OFF")])
        .into()
}
