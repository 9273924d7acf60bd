//! What a profile says of sessions, whatever the engine: how many are at work, and how
//! an operation of theirs is counted.

use plimsoll_model::{Kind, Operation, Profile};

/// How many of so many sessions a profile has at work.
pub(crate) fn active(profile: Profile, sessions: u64) -> u64 {
    match profile {
        Profile::Oltp | Profile::Mixed => sessions.div_ceil(5),
        Profile::Analytics => sessions.div_ceil(2),
    }
}

/// An operation that fills its memory, as a profile has it.
pub(crate) fn filling(kind: Kind, count: u64, parallel_workers: u64) -> Operation {
    Operation {
        count,
        parallel_workers,
        ..Operation::one(kind)
    }
}
