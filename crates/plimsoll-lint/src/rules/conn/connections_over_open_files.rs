//! More connections than the limit of open files lets in.

use plimsoll_model::Engine;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A `max_connections` that the process' limit of open files does not leave room for.
    ///
    /// ## Why it matters
    ///
    /// Each connection takes a file, and the server keeps some for itself and for the least
    /// table cache: 810 in MySQL, 430 in MariaDB. What does not fit is cut off at start with
    /// a line in the error log: `SHOW VARIABLES` shows less than the file says, and clients
    /// get "Too many connections" below the number that was planned. Before it comes to that,
    /// the table cache is cut: a warning here means that it is already at its least.
    ///
    /// ## Example
    ///
    /// `max_connections = 5000` under a limit of 4,096 open files.
    ///
    /// ## What to do instead
    ///
    /// Raise the limit from outside: `LimitNOFILE` of the unit, `--ulimit nofile` of the
    /// container. `open_files_limit` in the file can only do so where the server starts as
    /// root.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "How MySQL Opens and Closes Tables"
    /// - Seen on MySQL 9.7.4 (MY-010141) and MariaDB 11.8 ("Changed limits")
    CONNECTIONS_OVER_OPEN_FILES {
        postgresql: None,
        mysql: Some("MY-CONN-001"),
        name: "connections-over-open-files",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "max_connections";
    const LARGE: u64 = 9_000;
    let asked = input.settings.count(NAME).filter(|_| input.is_set(NAME));
    let Some(asked) = asked else {
        return Answer::QUIET;
    };
    let Some(files) = input.facts.nofile.get().copied() else {
        return if asked >= LARGE {
            Answer::needs("nofile")
        } else {
            Answer::QUIET
        };
    };
    let own_files = match input.config.engine {
        Engine::Mysql => 810,
        Engine::Mariadb | Engine::Postgresql => 430,
    };
    let room = files.saturating_sub(own_files);
    if asked <= room {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "{files} open files leave room for {room} connections, not for {asked}: the rest is cut off at start"
    ))
    .blames(input, &[NAME])
    .fact("nofile", files.to_string(), input.facts.nofile.source().unwrap_or_default())
    .into()
}
