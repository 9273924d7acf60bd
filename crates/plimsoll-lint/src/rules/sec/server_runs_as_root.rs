//! user=root: the server may do everything on the machine.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `user = root` for the server.
    ///
    /// ## Why it matters
    ///
    /// The server drops its rights at start and takes this user's. As root, a file privilege
    /// or a fault of the server reads and writes every file of the machine, `LOAD DATA` and
    /// `SELECT … INTO OUTFILE` included. Without the line the server refuses to run as root.
    ///
    /// ## Example
    ///
    /// `user = root`, so that a folder with the wrong owner can be read.
    ///
    /// ## What to do instead
    ///
    /// `user = mysql`, and the folder's owner set right.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "How to Run MySQL as a Normal User"
    SERVER_RUNS_AS_ROOT {
        postgresql: None,
        mysql: Some("MY-SEC-002"),
        name: "server-runs-as-root",
        worst: Warning,
        controls: ["CIS MySQL: Operating System Level Configuration", "SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if !input.is_one_of("user", &["root", "0"]) {
        return Answer::QUIET;
    }
    Found::warning("the server runs as root: what it may read and write has no limit")
        .blames(input, &["user"])
        .into()
}
