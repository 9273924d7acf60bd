//! A depth of reading ahead that does not fit the storage.

use plimsoll_model::{Confidence, Storage};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `effective_io_concurrency` at 1 or less on solid-state storage, or at 64 and more on a
    /// spinning disk.
    ///
    /// ## Why it matters
    ///
    /// It says how many reads bitmap heap scans (from version 18 on also sequential scans and
    /// vacuum) keep going at once. At 1 solid-state storage, which answers dozens at once,
    /// waits for each; a disk that is given hundreds has one head and a long queue in which
    /// everyone else's reads wait too.
    ///
    /// ## Example
    ///
    /// `--storage ssd` on version 16, where 1 is built in.
    ///
    /// ## What to do instead
    ///
    /// 100 to 256 for solid state, 16 or so for a cloud's volume, about the number of
    /// spindles for disks.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / I/O", `effective_io_concurrency`
    /// - PostgreSQL 18 release notes, on asynchronous I/O and the new built-in values
    IO_CONCURRENCY_OF_OTHER_STORAGE {
        postgresql: Some("PG-PLAN-011"),
        mysql: None,
        name: "io-concurrency-of-other-storage",
        worst: Info,
        look: Look::Ask(look),
    }
}

const TOO_LITTLE_FOR_SSD: u64 = 1;
const TOO_MUCH_FOR_HDD: u64 = 64;

fn look(input: &Input<'_>) -> Answer {
    let name = "effective_io_concurrency";
    let Some(depth) = input.settings.count(name) else {
        return Answer::QUIET;
    };
    let known = input.is_set(name) || input.version().is_some();
    let message = match input.facts.storage.get() {
        Some(Storage::Ssd) if depth <= TOO_LITTLE_FOR_SSD && known => {
            format!(
                "{name} is {depth}: solid-state storage answers dozens of reads at once and is asked for one"
            )
        }
        Some(Storage::Hdd) if depth >= TOO_MUCH_FOR_HDD => {
            format!(
                "{name} is {depth}: a disk has one head, and everyone else's reads wait in that queue"
            )
        }
        Some(Storage::Ssd | Storage::Hdd | Storage::Network) | None => return Answer::QUIET,
    };
    let source = input.facts.storage.source().unwrap_or_default();
    let storage = if depth <= TOO_LITTLE_FOR_SSD {
        "ssd"
    } else {
        "hdd"
    };
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .fact("storage", storage, source)
        .into()
}
