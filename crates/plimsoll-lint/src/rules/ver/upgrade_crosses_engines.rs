//! From MySQL to MariaDB or back, taken for an upgrade.

use plimsoll_model::Engine;

use super::upgrade::crosses;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: a version of the other family, of MySQL where the server is MariaDB, or
    /// of MariaDB where it is MySQL.
    ///
    /// ## Why it matters
    ///
    /// The two went apart with MySQL 5.6 and MariaDB 10.0. MySQL 8.0's data dictionary cannot
    /// be read by any MariaDB, and no MySQL reads a MariaDB's tables in place; GTIDs, JSON,
    /// accounts and many parameters differ too.
    ///
    /// ## Example
    ///
    /// `--from 8.0` on a MariaDB 11.4.
    ///
    /// ## What to do instead
    ///
    /// A logical dump into a new server, and a full test of the application. From MySQL 5.7
    /// MariaDB documents an upgrade in place; try it on a copy.
    ///
    /// ## Sources
    ///
    /// - MariaDB documentation, "MariaDB vs MySQL Compatibility"
    /// - MySQL manual, section "Upgrade Paths"
    UPGRADE_CROSSES_ENGINES {
        postgresql: None,
        mysql: Some("MY-VER-011"),
        name: "upgrade-crosses-engines",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let engine = input.config.engine;
    let Some(from) = input.terms.from.filter(|from| crosses(engine, *from)) else {
        return Answer::QUIET;
    };
    let other = match engine {
        Engine::Mysql => Engine::Mariadb,
        Engine::Mariadb => Engine::Mysql,
        Engine::Postgresql => return Answer::QUIET,
    };
    let message = format!(
        "{from} is a version of {}, and this is {}: data goes from one to the other by a dump, not by an upgrade in place",
        other.title(),
        engine.title()
    );
    Found::warning(message)
        .fact("from", from.to_string(), "--from")
        .into()
}
