//! What rules look at, and how they ask for it.

use plimsoll_bill::Arrivals;
use plimsoll_conf::catalogue::{self, Date, Exactness, Releases, Series};
use plimsoll_conf::shown;
use plimsoll_model::{
    Config, Finding, InForce, Load, MemoryBill, Origin, Place, Problem, ProblemKind, Profile,
    Refusal, ServerFacts, Setting, Version,
};

use crate::Seen;
use crate::house::{self, HouseRule};

/// One server's configuration, what is known of its host, and its bill.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What was read.
    pub config: &'a Config,
    /// Every value in force, defaults included.
    pub settings: &'a InForce,
    /// What is known of the host.
    pub facts: &'a ServerFacts,
    /// The load it was priced for, as it was given.
    pub load: &'a Load,
    /// Mistakes in the file of that load.
    pub load_problems: &'a [Problem],
    /// What fills in the rest of the load.
    pub profile: Profile,
    /// How many sessions can come, if anyone said.
    pub arrivals: Option<Arrivals>,
    /// The bill, or why there is none.
    pub bill: Result<&'a MemoryBill, &'a Refusal>,
    /// What else was said of the target and of the run.
    pub terms: &'a Terms,
    /// What is known of the engines' releases.
    pub releases: &'a Releases,
    /// The running server, where it is one that is judged.
    pub seen: Option<&'a Seen>,
}

/// What was said of a target and of a run besides settings and facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// The version that this configuration runs on today: what would its
    /// upgrade break.
    pub from: Option<Version>,
    /// The day of the run; without it, nothing is said that hangs on a day.
    pub today: Option<Date>,
    /// Whether the target's data may be lost: a development machine, a test.
    pub disposable: bool,
    /// The target's environment (`prod`), if anyone said.
    pub env: Option<String>,
    /// The group of targets it is one of, if anyone said.
    pub group: Option<String>,
    /// The team's own rules.
    pub house: Vec<HouseRule>,
    /// Whether those are a policy's, which no word in the tree checked may
    /// soften.
    pub house_by_policy: bool,
    /// Codes or names of other rules whose findings only the policy may accept.
    pub firm: Vec<String>,
    /// Whether the rules that are off by default are asked too.
    pub all: bool,
}

impl Terms {
    /// Whether only the policy itself may accept a finding.
    pub(crate) fn is_firm(&self, finding: &Finding) -> bool {
        let house = finding.rule.split('-').nth(1) == Some(house::AREA);
        let named = |firm: &String| {
            firm.eq_ignore_ascii_case(finding.rule) || firm.as_str() == finding.name
        };
        (house && self.house_by_policy) || self.firm.iter().any(named)
    }
}

impl<'a> Input<'a> {
    /// A setting that a file or an argument sets.
    pub(crate) fn set(&self, name: &str) -> Option<&'a Setting> {
        self.config.settings.get(name)
    }

    /// Whether a file or an argument sets it.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.set(name).is_some()
    }

    /// Whether this engine and series has the parameter at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.settings.values.contains_key(name)
    }

    /// The first of a parameter's names that this engine and series has: most of
    /// replication was renamed on the way.
    pub(crate) fn named(&self, names: &[&'static str]) -> Option<&'static str> {
        let mut names = names.iter().copied();
        names.find(|name| self.has(name) || self.is_set(name))
    }

    /// Whether a text or an enum is one of these words, however capitalised.
    pub(crate) fn is_one_of(&self, name: &str, words: &[&str]) -> bool {
        let text = self.settings.text(name);
        text.is_some_and(|text| words.iter().any(|word| text.eq_ignore_ascii_case(word)))
    }

    /// Where it is set in a file.
    pub(crate) fn place(&self, name: &str) -> Option<Place> {
        self.set(name)?.origin.place().cloned()
    }

    /// Its value in force as a person would write it; empty where there is none.
    pub(crate) fn shown(&self, name: &str) -> String {
        match self.set(name) {
            Some(setting) => setting.display.clone(),
            None => shown(self.settings, name).unwrap_or_default(),
        }
    }

    /// Who set it: `postgresql.conf:12`, `argument`, `the server` (which does
    /// not say who), `default`.
    pub(crate) fn source(&self, name: &str) -> String {
        match self.set(name).map(|setting| &setting.origin) {
            Some(Origin::File(place) | Origin::Auto(place) | Origin::Manifest(place)) => {
                place.to_string()
            }
            Some(Origin::Server) => "the server".to_owned(),
            Some(Origin::Argument(_) | Origin::Operator(_) | Origin::Default) => {
                "argument".to_owned()
            }
            None => "default".to_owned(),
        }
    }

    /// Whether every include was followed: where one was not, what is set nowhere
    /// here may be set there. What a running server once persisted in its data
    /// folder does not count: the reading names the folder's parameter for it.
    /// Beside a parameter group Amazon sets more.
    pub(crate) fn is_whole(&self) -> bool {
        let mut settings = self.config.settings.values();
        if settings.any(|setting| matches!(setting.origin, Origin::Manifest(_))) {
            return false;
        }
        let mut problems = self.config.problems.iter();
        !problems.any(|problem| {
            problem.kind == ProblemKind::OutsideNotFollowed && problem.parameter.is_none()
        })
    }

    /// What the reading says of values that stop the server together, where one
    /// of these is blamed for it: the rule of that pair shows both and mends one.
    pub(crate) fn contradiction(&self, names: &[&str]) -> Option<&Problem> {
        let blamed = |problem: &&Problem| {
            let parameter = problem.parameter.as_deref();
            parameter.is_some_and(|name| names.contains(&name))
        };
        let mut problems = self.config.problems.iter().filter(blamed);
        problems.find(|problem| problem.kind == ProblemKind::Contradiction)
    }

    /// The catalogue's series by which it was read.
    pub(crate) fn series(&self) -> Series {
        Series::nearest(self.config.engine, &self.config.series).0
    }

    /// What the series has built in, as the server writes it; `None` where it
    /// works the value out, or does not know the parameter.
    pub(crate) fn built_in(&self, name: &str) -> Option<&'static str> {
        catalogue::lookup(self.config.engine, name)?
            .at(self.series())?
            .default
    }

    /// Text in force; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.settings.text(name).unwrap_or_default()
    }

    /// The items of a list with commas between, without their quotes.
    pub(crate) fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        let items = self.text(name).split(',');
        let items = items.map(|item| item.trim().trim_matches('"'));
        items.filter(|item| !item.is_empty())
    }

    /// A number of the kernel's settings.
    pub(crate) fn sysctl(&self, name: &str) -> Option<u64> {
        self.facts.sysctl.get(name)?.trim().parse().ok()
    }

    /// The version, where it is known and of a series that the catalogue has:
    /// what a rule that hangs on the series asks.
    pub(crate) fn version(&self) -> Option<Version> {
        let version = self.config.version.get().copied()?;
        let (_, exactness) = Series::nearest(self.config.engine, &version);
        (exactness == Exactness::Exact).then_some(version)
    }
}
