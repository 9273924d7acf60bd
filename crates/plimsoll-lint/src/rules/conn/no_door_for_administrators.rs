//! No way in when all connections are taken.

use plimsoll_model::Engine;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Neither `admin_address` (MySQL 8.0.14 and later) nor `extra_port` (MariaDB).
    ///
    /// ## Why it matters
    ///
    /// When the connections run out, one more is kept for an administrator, and a monitoring
    /// account with too many rights has often taken it. Then nobody can see who holds them
    /// without a restart.
    ///
    /// ## Example
    ///
    /// A file that says nothing of it.
    ///
    /// ## What to do instead
    ///
    /// MySQL: `admin_address = 127.0.0.1`. MariaDB: `extra_port = 3307` and
    /// `extra_max_connections = 5`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Administrative Connection Management"
    /// - MariaDB manual, `extra_port`
    NO_DOOR_FOR_ADMINISTRATORS {
        postgresql: None,
        mysql: Some("MY-CONN-006"),
        name: "no-door-for-administrators",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = match input.config.engine {
        Engine::Mysql => "admin_address",
        Engine::Mariadb => "extra_port",
        Engine::Postgresql => return Answer::QUIET,
    };
    let known = match input.config.engine {
        Engine::Mysql => input.has("admin_port"),
        Engine::Mariadb | Engine::Postgresql => true,
    };
    let open = input.is_set(name) && input.settings.int(name) != Some(0);
    if open || !known {
        return Answer::QUIET;
    }
    Found::info("when all connections are taken, there is no way in to see by whom")
        .blames(input, &[name])
        .into()
}
