//! A configuration that was in force, and what its bill says of the moment. Knows no log:
//! `configured` makes the bill of what a story tells.

use plimsoll_bill::{Arrivals, Hindsight, Look, Raised};
use plimsoll_model::{Config, InForce, Load, LogLine, MemoryBill, Profile, ServerFacts};

use crate::weight::Weight;

/// A configuration that was in force, as it was read, with what is known of its host.
#[derive(Clone, Debug)]
pub struct Configured {
    /// What files and arguments set, and where.
    pub config: Config,
    /// Every value in force.
    pub settings: InForce,
    /// The host; a limit that the logs tell beats its own.
    pub facts: ServerFacts,
    /// The load, where one was declared.
    pub load: Load,
    /// What fills it in.
    pub profile: Profile,
    /// How many sessions come, where somebody said.
    pub arrivals: Option<Arrivals>,
}

/// What a bill says of a fall for memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// Values that are not the built-in ones took it over the limit.
    Parameters,
    /// The built-in values would have gone over too.
    Limit,
    /// It stays within the limit.
    Within,
    /// It may have gone over, or not.
    Undecided,
}

/// The bill of the moment.
#[derive(Debug)]
pub(crate) struct Priced {
    /// The configuration as it was given.
    pub(crate) configured: Configured,
    /// The values in force at the moment.
    pub(crate) settings: InForce,
    /// What a server has where nobody set anything.
    pub(crate) stock: InForce,
    /// The host, its limit that of the moment.
    pub(crate) facts: ServerFacts,
    /// The load that tells.
    pub(crate) look: Look,
    /// The bill at that load.
    pub(crate) bill: MemoryBill,
    /// Values that add to it, what adds most first.
    pub(crate) raised: Vec<Raised>,
    /// What it says.
    pub(crate) says: Says,
    /// How much that tells.
    pub(crate) weight: Weight,
    /// The sum in words.
    pub(crate) sum: String,
    /// The same as evidence: file and line of the values that add most.
    pub(crate) lines: Vec<LogLine>,
}

impl Priced {
    /// Parameters to blame, most to blame first.
    pub(crate) fn blamed(&self) -> impl Iterator<Item = &str> {
        let blames = self.says == Says::Parameters;
        let raised = self.raised.iter().filter(move |_| blames);
        raised.map(|it| it.parameter.as_str())
    }

    /// Its bill, to be made again with other values.
    pub(crate) fn hindsight(&self) -> Hindsight<'_> {
        hindsight(&self.configured, &self.settings, &self.stock, &self.facts)
    }
}

/// The bill of a configuration whose values were these, nothing seen of the moment.
pub(crate) fn hindsight<'a>(
    configured: &'a Configured,
    settings: &'a InForce,
    stock: &'a InForce,
    facts: &'a ServerFacts,
) -> Hindsight<'a> {
    Hindsight {
        settings,
        stock,
        facts,
        load: &configured.load,
        profile: configured.profile,
        arrivals: configured.arrivals,
        seen: plimsoll_bill::Sighting::default(),
    }
}
