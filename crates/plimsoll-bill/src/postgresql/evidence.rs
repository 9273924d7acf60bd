//! The measured runs that the model stands on, and where a case leaves them.

use plimsoll_model::{Evidence, Known};

use super::amount::MB;
use super::knobs::Knobs;
use crate::case::Case;

/// Runs in truth/ of this repository, by version; `plimsoll-prove` counts them.
const RUNS: [(&str, u64); 7] = [
    ("12", 40),
    ("13", 74),
    ("14", 39),
    ("15", 309),
    ("16", 74),
    ("17", 40),
    ("18", 74),
];

/// Beyond what was measured: what of the case, its value, and the largest one
/// that was.
const MEASURED_SESSIONS: u64 = 95;
const MEASURED_BUFFERS: f64 = 512.0 * MB;
const MEASURED_WORK_MEM: f64 = 64.0 * MB;

/// The evidence.
pub(crate) fn evidence(case: &Case<'_>) -> Evidence {
    let knobs = Knobs::read(case.settings);
    let mut outside = Vec::new();
    let mut beyond = |is: bool, what: String| {
        if is {
            outside.push(what);
        }
    };
    beyond(
        case.sessions() > MEASURED_SESSIONS,
        format!("sessions above {MEASURED_SESSIONS}"),
    );
    beyond(
        knobs.shared_buffers > MEASURED_BUFFERS,
        "shared_buffers above 512MB".to_owned(),
    );
    beyond(
        knobs.work_mem > MEASURED_WORK_MEM,
        "work_mem above 64MB".to_owned(),
    );
    let major = case.settings.series.major;
    beyond(
        !(12..=18).contains(&major),
        format!("version {major}: priced as {}", knobs.major),
    );
    beyond(
        case.facts
            .malloc
            .get()
            .is_some_and(|malloc| *malloc != plimsoll_model::Malloc::Glibc),
        "an allocator other than glibc's".to_owned(),
    );
    beyond(
        matches!(case.facts.jit, Known::Unknown(_)) && knobs.jit,
        "whether the build has JIT is not known; it is taken to have it".to_owned(),
    );
    Evidence {
        runs: RUNS.iter().map(|(_, runs)| runs).sum(),
        versions: RUNS.map(|(version, _)| version.to_owned()).to_vec(),
        outside,
    }
}

/// What no parameter limits.
pub(crate) fn unbounded(case: &Case<'_>) -> Vec<String> {
    let knobs = Knobs::read(case.settings);
    let mut unbounded = vec![
        "aggregates that build one value (array_agg, string_agg, json_agg): no parameter limits \
         them, up to 1 GB each"
            .to_owned(),
        "statements and rows as large as the client sends or reads, up to 1 GB each".to_owned(),
        "extensions' own memory, and what functions in other languages keep".to_owned(),
        "caches of a session that opens ever more tables or prepares ever more statements"
            .to_owned(),
    ];
    if knobs.major < 13 {
        unbounded.push(
            "hash aggregates: before 13 they hold all their groups, whatever work_mem says"
                .to_owned(),
        );
    }
    unbounded
}
