//! Versions: support, security fixes, what an upgrade would break.

pub(crate) mod downgrade;
pub(crate) mod end_of_life_near;
pub(crate) mod minor_behind;
mod months;
pub(crate) mod parameter_gone_in_newer_series;
pub(crate) mod pre_release_version;
pub(crate) mod release_facts_old;
pub(crate) mod series_past_end_of_life;
mod upgrade;
pub(crate) mod upgrade_after_fast_shutdown;
pub(crate) mod upgrade_changes_default;
pub(crate) mod upgrade_changes_memory;
pub(crate) mod upgrade_checksums_differ;
pub(crate) mod upgrade_crosses_engines;
pub(crate) mod upgrade_from_unknown_series;
pub(crate) mod upgrade_needs_modules;
pub(crate) mod upgrade_removes_parameter;
pub(crate) mod upgrade_skips_series;

mod changed_defaults;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &series_past_end_of_life::SERIES_PAST_END_OF_LIFE,
    &end_of_life_near::END_OF_LIFE_NEAR,
    &minor_behind::MINOR_BEHIND,
    &release_facts_old::RELEASE_FACTS_OLD,
    &pre_release_version::PRE_RELEASE_VERSION,
    &upgrade_removes_parameter::UPGRADE_REMOVES_PARAMETER,
    &upgrade_changes_default::UPGRADE_CHANGES_DEFAULT,
    &upgrade_skips_series::UPGRADE_SKIPS_SERIES,
    &downgrade::DOWNGRADE,
    &upgrade_changes_memory::UPGRADE_CHANGES_MEMORY,
    &upgrade_crosses_engines::UPGRADE_CROSSES_ENGINES,
    &upgrade_from_unknown_series::UPGRADE_FROM_UNKNOWN_SERIES,
    &parameter_gone_in_newer_series::PARAMETER_GONE_IN_NEWER_SERIES,
    &upgrade_after_fast_shutdown::UPGRADE_AFTER_FAST_SHUTDOWN,
    &upgrade_checksums_differ::UPGRADE_CHECKSUMS_DIFFER,
    &upgrade_needs_modules::UPGRADE_NEEDS_MODULES,
];
