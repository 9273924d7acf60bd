//! Versions: support, security fixes, what an upgrade would break.

pub(crate) mod downgrade;
pub(crate) mod end_of_life_near;
pub(crate) mod minor_behind;
pub(crate) mod parameter_gone_in_newer_series;
pub(crate) mod pre_release_version;
pub(crate) mod release_facts_old;
pub(crate) mod series_past_end_of_life;
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

use plimsoll_conf::catalogue::{Date, Exactness, Series};
use plimsoll_conf::in_force;
use plimsoll_model::{Config, Engine, InForce, Known, Version};

use crate::{Input, Rule};

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

/// An upgrade from one series that the catalogue has to another, newer one.
struct Upgrade {
    from: Series,
    to: Series,
}

impl Upgrade {
    /// `None` where nobody said from where, or one end is not known well enough.
    fn of(input: &Input<'_>) -> Option<Self> {
        let from = input
            .terms
            .from
            .filter(|from| !crosses(input.config.engine, *from))?;
        let (from, exactness) = Series::nearest(input.config.engine, &from);
        let known = exactness == Exactness::Exact && input.version().is_some();
        let to = input.series();
        (known && from < to).then_some(Self { from, to })
    }

    /// What would be in force today with the same files.
    fn before(&self, input: &Input<'_>) -> InForce {
        in_force(&at(input.config, self.from))
    }
}

/// The same configuration read by another series.
fn at(config: &Config, series: Series) -> Config {
    Config {
        version: Known::Known(series.version(), "--from".to_owned()),
        series: series.version(),
        ..config.clone()
    }
}

/// Whether an upgrade is asked for whose target nobody gave.
fn lacks_target(input: &Input<'_>) -> bool {
    input.terms.from.is_some() && input.config.version.get().is_none()
}

/// Whether a version that an engine would come from is the other family's:
/// `MariaDB` left the common numbers with 10, `MySQL` has none from 10 to 25.
fn crosses(engine: Engine, from: Version) -> bool {
    match engine {
        Engine::Postgresql => false,
        Engine::Mysql => (10..=12).contains(&from.major),
        Engine::Mariadb => {
            (6..=9).contains(&from.major) || from >= Version::new(5, 6) && from.major == 5
        }
    }
}

/// The same day so many months later; of the months' lengths nothing is asked.
fn in_months(day: Date, months: u8) -> Date {
    let count = u16::from(day.month) - 1 + u16::from(months);
    Date {
        year: day.year + count / 12,
        month: (count % 12) as u8 + 1,
        ..day
    }
}
