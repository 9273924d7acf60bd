//! `back_log` far below the connections: a burst is turned away.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A `back_log` below 50 that the file sets, with 500 connections or more.
    ///
    /// ## Why it matters
    ///
    /// It is the number of connections that the kernel holds until the server takes them.
    /// When an application starts, or a pool is rebuilt after a failover, hundreds come at
    /// once: what is beyond the queue is dropped, and clients wait for a retry of seconds or
    /// see "Can't connect". Built in is 50 and a fifth of the connections (MySQL).
    ///
    /// ## Example
    ///
    /// `back_log = 10`, from a guide of long ago.
    ///
    /// ## What to do instead
    ///
    /// Remove the line; `net.core.somaxconn` of the kernel has to be as high.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `back_log`
    /// - listen(2)
    SHORT_QUEUE_AT_THE_DOOR {
        postgresql: None,
        mysql: Some("MY-CONN-010"),
        name: "short-queue-at-the-door",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "back_log";
    let queue = input.settings.count(NAME).filter(|_| input.is_set(NAME));
    let connections = input.settings.count("max_connections").unwrap_or(0);
    let Some(queue) = queue.filter(|queue| (1..50).contains(queue) && connections >= 500) else {
        return Answer::QUIET;
    };
    Found::info(format!(
        "{queue} connections may wait at the door of a server for {connections}: a burst is dropped"
    ))
    .blames(input, &[NAME])
    .weighs(input, "max_connections")
    .into()
}
