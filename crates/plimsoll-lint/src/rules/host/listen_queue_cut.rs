//! A queue of new connections shorter than the server asks for.

use plimsoll_model::Engine;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `net.core.somaxconn` below the queue that the server asks for: twice `max_connections`
    /// in PostgreSQL, `back_log` in MySQL and MariaDB where it is set.
    ///
    /// ## Why it matters
    ///
    /// The kernel cuts the queue without a word. When all clients come at once, after a
    /// restart or a failover, connections beyond it are dropped and tried again seconds
    /// later: timeouts, though the server has room.
    ///
    /// ## Example
    ///
    /// `net.core.somaxconn = 128`, as kernels before 5.4 have it, and `max_connections =
    /// 500`.
    ///
    /// ## What to do instead
    ///
    /// `net.core.somaxconn = 4096`, then a restart of the server; in a container it is a
    /// setting of its network namespace.
    ///
    /// ## Sources
    ///
    /// - Linux manual, listen(2)
    /// - PostgreSQL, `ListenServerPort` in `pqcomm.c`
    /// - MySQL manual, `back_log`
    LISTEN_QUEUE_CUT {
        postgresql: Some("PG-HOST-007"),
        mysql: Some("MY-HOST-007"),
        name: "listen-queue-cut",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// PostgreSQL asks for no more than this (`PG_SOMAXCONN`, until version 15 a bound).
const QUEUE_MAX: u64 = 10_000;

fn look(input: &Input<'_>) -> Answer {
    let kernel = "net.core.somaxconn";
    let (name, asked) = match input.config.engine {
        Engine::Postgresql => {
            let connections = input.settings.count("max_connections");
            (
                "max_connections",
                connections.map(|count| (count * 2).min(QUEUE_MAX)),
            )
        }
        Engine::Mysql | Engine::Mariadb => {
            let set = input.is_set("back_log");
            ("back_log", input.settings.count("back_log").filter(|_| set))
        }
    };
    let (Some(most), Some(asked)) = (input.sysctl(kernel), asked) else {
        return Answer::QUIET;
    };
    if asked <= most {
        return Answer::QUIET;
    }
    let message = format!(
        "the server asks for a queue of {asked} new connections and {kernel} allows {most}: \
         when all come at once, some are dropped"
    );
    Found::info(message)
        .weighs(input, name)
        .fact(kernel, most.to_string(), "sysctl")
        .into()
}
