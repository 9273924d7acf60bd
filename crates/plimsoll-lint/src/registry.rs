//! Every rule, by area, in the order of their codes. A code is never used again.

use plimsoll_conf::nearest;

use crate::Rule;
use crate::rules::{
    accept, conn, drift, dur, fault, host, house, live, log, mem, plan, read, repl, sec, vac, ver,
    wal,
};

/// An area of rules: the middle of their codes, and what it is about.
#[derive(Debug)]
pub struct Area {
    /// `MEM` in `PG-MEM-001`.
    pub code: &'static str,
    /// What its rules are about.
    pub title: &'static str,
    /// Its rules; each stands in its area's own list.
    pub rules: &'static [&'static Rule],
}

/// The areas.
pub static AREAS: &[Area] = &[
    Area {
        code: "READ",
        title: "What the server would not read, or not as meant",
        rules: read::RULES,
    },
    Area {
        code: "MEM",
        title: "Memory",
        rules: mem::RULES,
    },
    Area {
        code: "CONN",
        title: "Connections and sessions",
        rules: conn::RULES,
    },
    Area {
        code: "DUR",
        title: "Durability",
        rules: dur::RULES,
    },
    Area {
        code: "WAL",
        title: "Write-ahead log, redo and checkpoints",
        rules: wal::RULES,
    },
    Area {
        code: "VAC",
        title: "Vacuum and freezing",
        rules: vac::RULES,
    },
    Area {
        code: "PLAN",
        title: "Planner and parallelism",
        rules: plan::RULES,
    },
    Area {
        code: "REPL",
        title: "Replication",
        rules: repl::RULES,
    },
    Area {
        code: "LOG",
        title: "Logging and evidence",
        rules: log::RULES,
    },
    Area {
        code: "SEC",
        title: "Security",
        rules: sec::RULES,
    },
    Area {
        code: "HOST",
        title: "Kernel and host",
        rules: host::RULES,
    },
    Area {
        code: "VER",
        title: "Versions and upgrades",
        rules: ver::RULES,
    },
    Area {
        code: "DRIFT",
        title: "In force and written",
        rules: drift::RULES,
    },
    Area {
        code: "LIVE",
        title: "What a running server tells",
        rules: live::RULES,
    },
    Area {
        code: crate::house::AREA,
        title: "House rules",
        rules: house::RULES,
    },
    Area {
        code: "ACC",
        title: "What was accepted",
        rules: accept::RULES,
    },
    Area {
        code: "SELF",
        title: "Plimsoll itself",
        rules: fault::RULES,
    },
];

/// Every rule.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    AREAS.iter().flat_map(|area| area.rules.iter().copied())
}

/// The rule of a code, however it is capitalised, or of a name.
pub fn find(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| {
        rule.name.eq_ignore_ascii_case(code)
            || rule.codes().any(|own| own.eq_ignore_ascii_case(code))
    })
}

/// The rule of a code or a name.
///
/// # Errors
/// There is none, and which one was likely meant.
pub fn known(code: &str) -> Result<&'static Rule, String> {
    find(code).ok_or_else(|| {
        let names = rules().flat_map(|rule| rule.codes().chain([rule.name]));
        let meant =
            nearest(code, names).map_or(String::new(), |name| format!("; did you mean {name}?"));
        format!("there is no rule {code}{meant}")
    })
}
