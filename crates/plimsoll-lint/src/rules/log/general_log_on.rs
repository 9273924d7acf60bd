//! `general_log` on: every statement is written before it runs.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `general_log = ON` with somewhere to write to.
    ///
    /// ## Why it matters
    ///
    /// Every statement of every session is written to one file or table under one lock before
    /// it runs. It grows as fast as the load, nothing rotates it, and it lies on the data
    /// disk: the disk fills and the server stands. It also holds every value, in clear.
    ///
    /// ## Example
    ///
    /// `general_log = 1`, switched on to look for something and left in the file.
    ///
    /// ## What to do instead
    ///
    /// OFF in the file; `SET GLOBAL general_log = ON` for the minutes that need it. For an
    /// audit, an audit plugin with filters and rotation.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "The General Query Log"
    /// - MariaDB manual, "General Query Log"
    GENERAL_LOG_ON {
        postgresql: None,
        mysql: Some("MY-LOG-001"),
        name: "general-log-on",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let nowhere = input.is_one_of("log_output", &["NONE"]);
    if input.settings.is_on("general_log") != Some(true) || nowhere {
        return Answer::QUIET;
    }
    Found::warning("every statement is logged: the log grows with the load until the disk is full")
        .blames(input, &["general_log"])
        .mended(input, Safety::Unsafe, &[("general_log", "OFF")])
        .into()
}
