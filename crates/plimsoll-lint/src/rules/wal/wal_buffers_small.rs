//! WAL buffers set far below what the server would take.

use plimsoll_model::{Bytes, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `wal_buffers` set below 1 MB, where the server by itself would take at least 1 MB.
    ///
    /// ## Why it matters
    ///
    /// With less than a transaction writes, sessions write WAL to the file themselves and
    /// wait for one another while they do. Left at -1 the server takes a thirty-second of
    /// `shared_buffers`, up to 16 MB. A small value comes from guides of 9.0 and before, when
    /// the default was 64 kB.
    ///
    /// ## Example
    ///
    /// `wal_buffers = 64kB` with `shared_buffers = 4GB`.
    ///
    /// ## What to do instead
    ///
    /// Take the line out, or `wal_buffers = -1`. It takes a restart.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Settings", `wal_buffers`
    WAL_BUFFERS_SMALL {
        postgresql: Some("PG-WAL-011"),
        mysql: None,
        name: "wal-buffers-small",
        worst: Info,
        look: Look::Ask(look),
    }
}

const ENOUGH: u64 = 1 << 20;

fn look(input: &Input<'_>) -> Answer {
    let name = "wal_buffers";
    let Some(size) = input.settings.bytes(name).filter(|_| input.is_set(name)) else {
        return Answer::QUIET;
    };
    let buffers = input.settings.bytes("shared_buffers").unwrap_or(0);
    if size >= ENOUGH || buffers / 32 < ENOUGH {
        return Answer::QUIET;
    }
    let message = format!(
        "wal_buffers are {}; left to itself the server would take {}",
        Bytes(size),
        Bytes((buffers / 32).min(16 << 20))
    );
    Found::info(message)
        .blames(input, &[name])
        .weighs(input, "shared_buffers")
        .mended(input, Safety::Unsafe, &[(name, "-1")])
        .into()
}
