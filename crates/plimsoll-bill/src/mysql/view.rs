//! A case as the terms of `MySQL` and `MariaDB` look at it: sizes by name, the
//! series' costs, the operations of one kind.

use plimsoll_model::{Engine, InForce, Kind, Malloc, Operation, Version};

use super::costs::Costs;
use crate::case::{Case, Group};

/// What a term is told.
pub(crate) struct View<'a> {
    /// The case.
    pub(crate) case: &'a Case<'a>,
    /// Unit costs of the series.
    pub(crate) costs: &'static Costs,
}

/// Operations of one kind in one group of sessions.
pub(crate) struct Doing<'a> {
    /// The group's settings.
    pub(crate) settings: &'a InForce,
    /// How many sessions do it.
    pub(crate) sessions: u64,
    /// What each does.
    pub(crate) operation: &'a Operation,
}

impl Doing<'_> {
    /// The smaller of what it would take and what it may.
    pub(crate) fn capped_bytes(&self, limit_bytes: u64) -> u64 {
        self.operation
            .operand_bytes
            .map_or(limit_bytes, |operand| operand.min(limit_bytes))
    }

    /// How many of it there are in all sessions.
    pub(crate) fn count(&self) -> u64 {
        self.sessions.saturating_mul(self.operation.count)
    }
}

impl<'a> View<'a> {
    /// The view of a case.
    pub(crate) fn of(case: &'a Case<'a>) -> Self {
        Self {
            case,
            costs: Costs::of(case.settings.engine, case.settings.series),
        }
    }

    /// A size of the server's settings.
    pub(crate) fn size(&self, name: &str) -> u64 {
        size(self.case.settings, name)
    }

    /// The series whose defaults are in force.
    pub(crate) fn series(&self) -> Version {
        self.case.settings.series
    }

    /// Whether this is `MariaDB`.
    pub(crate) fn is_mariadb(&self) -> bool {
        match self.case.settings.engine {
            Engine::Mariadb => true,
            Engine::Mysql | Engine::Postgresql => false,
        }
    }

    /// The allocator; glibc's where nobody says.
    pub(crate) fn malloc(&self) -> Malloc {
        *self.case.facts.malloc.get().unwrap_or(&Malloc::Glibc)
    }

    /// Operations of one kind, group by group.
    pub(crate) fn doing(&'a self, kind: Kind) -> impl Iterator<Item = Doing<'a>> {
        self.case.groups.iter().flat_map(move |group| {
            group
                .operations
                .iter()
                .filter(move |operation| operation.kind == kind)
                .map(move |operation| Doing {
                    settings: self.case.settings_of(group),
                    sessions: group.sessions,
                    operation,
                })
        })
    }

    /// Sessions of the groups for which `holds`.
    pub(crate) fn sessions_where(&self, holds: impl Fn(&Group) -> bool) -> u64 {
        self.case
            .groups
            .iter()
            .filter(|group| holds(group))
            .fold(0, |sum, group| sum.saturating_add(group.sessions))
    }

    /// The sum over all groups of sessions times what `each` says of one.
    pub(crate) fn sum_sessions(&self, each: impl Fn(&Group) -> u64) -> u64 {
        self.case.groups.iter().fold(0, |sum, group| {
            sum.saturating_add(group.sessions.saturating_mul(each(group)))
        })
    }
}

/// A size of these settings; 0 where the version has no such parameter.
pub(crate) fn size(settings: &InForce, name: &str) -> u64 {
    settings
        .bytes(name)
        .or_else(|| settings.count(name))
        .unwrap_or(0)
}

/// `bytes` times a factor, saturating.
pub(crate) fn times(bytes: u64, factor: f64) -> u64 {
    (bytes as f64 * factor) as u64
}

/// What the operations of one kind take together.
pub(crate) struct Sum {
    /// How many operations.
    pub(crate) count: u64,
    /// All of them, as expected.
    pub(crate) likely_bytes: u64,
    /// All of them, at most.
    pub(crate) high_bytes: u64,
}

/// Adds up `each` (likely and high of one operation) over the operations.
pub(crate) fn summed<'a>(
    doing: impl Iterator<Item = Doing<'a>>,
    each: impl Fn(&Doing<'a>) -> (u64, u64),
) -> Sum {
    doing.fold(
        Sum {
            count: 0,
            likely_bytes: 0,
            high_bytes: 0,
        },
        |sum, doing| {
            let count = doing.count();
            let (likely, high) = each(&doing);
            Sum {
                count: sum.count.saturating_add(count),
                likely_bytes: sum
                    .likely_bytes
                    .saturating_add(count.saturating_mul(likely)),
                high_bytes: sum.high_bytes.saturating_add(count.saturating_mul(high)),
            }
        },
    )
}
