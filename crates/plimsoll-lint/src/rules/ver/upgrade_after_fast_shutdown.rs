//! An upgrade that would find an InnoDB stopped as by a crash.

use plimsoll_model::{Engine, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: `innodb_fast_shutdown = 2` in the file.
    ///
    /// ## Why it matters
    ///
    /// With 2 InnoDB stops as in a crash: pages that only the redo log has are not written. A
    /// server of another series may not read that redo log and refuses to start on it;
    /// MySQL's manual rules an upgrade out after such a shutdown.
    ///
    /// ## Example
    ///
    /// `innodb_fast_shutdown = 2`, for quick restarts.
    ///
    /// ## What to do instead
    ///
    /// Before the last stop of the old server: `SET GLOBAL innodb_fast_shutdown = 0`
    /// (MariaDB) or `1` (MySQL), and wait for it to end.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Before You Begin" of "Upgrading MySQL", and
    ///   `innodb_fast_shutdown`
    /// - MariaDB documentation, `innodb_fast_shutdown`
    UPGRADE_AFTER_FAST_SHUTDOWN {
        postgresql: None,
        mysql: Some("MY-VER-014"),
        name: "upgrade-after-fast-shutdown",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "innodb_fast_shutdown";
    if input.terms.from.is_none() || input.settings.int(name) != Some(2) {
        return Answer::QUIET;
    }
    let to = match input.config.engine {
        Engine::Mariadb => "0",
        Engine::Mysql | Engine::Postgresql => "1",
    };
    let message = "innodb_fast_shutdown is 2: InnoDB stops as in a crash, and a newer server may refuse what it leaves";
    Found::warning(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, to)])
        .into()
}
