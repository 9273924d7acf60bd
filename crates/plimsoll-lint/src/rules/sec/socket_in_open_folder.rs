//! A socket where everyone may put another.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `unix_socket_directories` with `/tmp` or another folder that everyone may write to.
    ///
    /// ## Why it matters
    ///
    /// While the server is down, any user of the host can put a socket of that name there,
    /// and gets the passwords of the clients that come.
    ///
    /// ## Example
    ///
    /// `unix_socket_directories = '/tmp'`.
    ///
    /// ## What to do instead
    ///
    /// A folder of the server's own (`/run/postgresql`), or `requirepeer=postgres` at the
    /// clients.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Preventing Server Spoofing"
    SOCKET_IN_OPEN_FOLDER {
        postgresql: Some("PG-SEC-015"),
        mysql: None,
        name: "socket-in-open-folder",
        worst: Info,
        on: false,
        controls: ["SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "unix_socket_directories";
    let open = ["/tmp", "/var/tmp", "/dev/shm"];
    let any = input
        .list(name)
        .any(|folder| open.contains(&folder.trim_end_matches('/')));
    if !any || !input.is_set(name) {
        return Answer::QUIET;
    }
    Found::info("the socket is in a folder where every user may put one in its place")
        .blames(input, &[name])
        .into()
}
