//! `symbolic_links` on: tables that lie elsewhere.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `symbolic_links = ON` set in a file.
    ///
    /// ## Why it matters
    ///
    /// A MyISAM table may then be a link to anywhere: whoever may create tables can have the
    /// server, with its rights, remove or overwrite a file outside. MySQL has it off since
    /// 8.0 and means to remove it.
    ///
    /// ## Example
    ///
    /// `symbolic-links = 1`.
    ///
    /// ## What to do instead
    ///
    /// `symbolic_links = 0`; to place a table elsewhere, DATA DIRECTORY of InnoDB.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Using Symbolic Links for MyISAM Tables on Unix"
    LINKS_OUT_OF_THE_DATA_FOLDER {
        postgresql: None,
        mysql: Some("MY-SEC-010"),
        name: "links-out-of-the-data-folder",
        worst: Info,
        controls: ["CIS MySQL: Operating System Level Configuration"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "symbolic_links";
    if !input.is_set(NAME) || input.settings.is_on(NAME) != Some(true) {
        return Answer::QUIET;
    }
    Found::info("tables may be links to files outside of the data folder")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "0")])
        .into()
}
