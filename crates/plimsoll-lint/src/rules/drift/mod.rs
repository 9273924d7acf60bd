//! What is in force beside what is written, and beside what was agreed: asked
//! of a running server alone.

pub(crate) mod differs_from_baseline;
pub(crate) mod file_not_loaded;
pub(crate) mod hba_file_refused;
pub(crate) mod lost_at_restart;
pub(crate) mod memory_raised_for_some;
pub(crate) mod next_start_refused;
pub(crate) mod persisted_value_hides_file;
mod told;
pub(crate) mod waits_for_restart;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &next_start_refused::NEXT_START_REFUSED,
    &lost_at_restart::LOST_AT_RESTART,
    &waits_for_restart::WAITS_FOR_RESTART,
    &file_not_loaded::FILE_NOT_LOADED,
    &differs_from_baseline::DIFFERS_FROM_BASELINE,
    &persisted_value_hides_file::PERSISTED_VALUE_HIDES_FILE,
    &memory_raised_for_some::MEMORY_RAISED_FOR_SOME,
    &hba_file_refused::HBA_FILE_REFUSED,
];
