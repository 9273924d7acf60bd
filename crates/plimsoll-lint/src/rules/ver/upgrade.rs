//! From which series to which an upgrade would be.

use plimsoll_conf::catalogue::{Exactness, Series};
use plimsoll_conf::in_force;
use plimsoll_model::{Config, Engine, InForce, Known, Version};

use crate::Input;

/// An upgrade from one series that the catalogue has to another, newer one.
pub(super) struct Upgrade {
    pub(super) from: Series,
    pub(super) to: Series,
}

impl Upgrade {
    /// `None` where nobody said from where, or one end is not known well enough.
    pub(super) fn of(input: &Input<'_>) -> Option<Self> {
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
    pub(super) fn before(&self, input: &Input<'_>) -> InForce {
        in_force(&at(input.config, self.from))
    }
}

/// The same configuration read by another series.
pub(super) fn at(config: &Config, series: Series) -> Config {
    Config {
        version: Known::Known(series.version(), "--from".to_owned()),
        series: series.version(),
        ..config.clone()
    }
}

/// Whether an upgrade is asked for whose target nobody gave.
pub(super) fn lacks_target(input: &Input<'_>) -> bool {
    input.terms.from.is_some() && input.config.version.get().is_none()
}

/// Whether a version that an engine would come from is the other family's:
/// `MariaDB` left the common numbers with 10, `MySQL` has none from 10 to 25.
pub(super) fn crosses(engine: Engine, from: Version) -> bool {
    match engine {
        Engine::Postgresql => false,
        Engine::Mysql => (10..=12).contains(&from.major),
        Engine::Mariadb => {
            (6..=9).contains(&from.major) || from >= Version::new(5, 6) && from.major == 5
        }
    }
}
