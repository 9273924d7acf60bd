//! Checks of the server that look at what was set before: as it applies values
//! one by one, the order of lines decides. Knows values, not where they stand.
//!
//! Facts: check and assign hooks of PostgreSQL 12 to 18; the sum of processes
//! is checked at every step up to 17, and once at the end since 18; time stamps
//! are read by the `DateStyle` and the abbreviations that stand before them.

use std::collections::HashMap;

use plimsoll_model::Value;

use super::check::timestamp::{Abbreviations, Around, Order, is_taken};
use crate::catalogue::{Series, lookup};
use crate::effective::built_in;

/// Most processes that a server can name (`MAX_BACKENDS`: 2^18 - 1).
pub(super) const BACKENDS_MAX: i128 = 0x3_FFFF;

/// One value as the server comes to it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// The parameter's name.
    pub(super) name: &'static str,
    /// Its value.
    pub(super) value: Value,
    /// Checked, but not put in force: an argument goes before it.
    pub(super) overridden: bool,
}

/// Parameters whose sum is limited, up to 17.
const PROCESSES: [&str; 4] = [
    "autovacuum_max_workers",
    "max_connections",
    "max_wal_senders",
    "max_worker_processes",
];

/// The statistics of single stages exclude that of the whole statement.
const STAGES: [&str; 3] = [
    "log_executor_stats",
    "log_parser_stats",
    "log_planner_stats",
];
const STATEMENT: &str = "log_statement_stats";

/// Recovery stops at one of these.
const TARGETS: [&str; 5] = [
    "recovery_target",
    "recovery_target_lsn",
    "recovery_target_name",
    "recovery_target_time",
    "recovery_target_xid",
];

/// The first step that each check refuses, by its index, and why.
pub(super) fn refused(series: Series, steps: &[Step]) -> Vec<(usize, String)> {
    let mut state = State {
        series,
        numbers: HashMap::new(),
        target: None,
        around: Around::default(),
    };
    let steps = steps.iter().enumerate();
    let refused = steps.filter_map(|(at, step)| state.step(step).map(|why| (at, why)));
    refused.collect()
}

struct State {
    series: Series,
    /// Switches count as 0 and 1.
    numbers: HashMap<&'static str, i128>,
    target: Option<&'static str>,
    around: Around,
}

impl State {
    fn step(&mut self, step: &Step) -> Option<String> {
        let number = match step.value {
            Value::Int(number) => Some(number),
            Value::Bool(on) => Some(i128::from(on)),
            Value::Real(_) | Value::Enum(_) | Value::Text(_) => None,
        };
        let why = number
            .and_then(|number| self.processes(step.name, number))
            .or_else(|| number.and_then(|number| self.statistics(step.name, number)))
            .or_else(|| self.target(step))
            .or_else(|| self.time(step));
        self.style(step);
        if let (Some(number), false) = (number, step.overridden) {
            self.numbers.insert(step.name, number);
        }
        why
    }

    /// What is in force at this step, built in or set before.
    fn now(&self, name: &str) -> i128 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let row = lookup(self.series.engine(), name).and_then(|known| known.at(self.series));
        let value = row.and_then(|row| built_in(&row.kind, row.default?));
        match value {
            Some(Value::Int(number)) => number,
            Some(Value::Bool(on)) => i128::from(on),
            Some(Value::Real(_) | Value::Enum(_) | Value::Text(_)) | None => 0,
        }
    }

    fn processes(&self, name: &str, number: i128) -> Option<String> {
        if self.series.version().major >= 18 || !PROCESSES.contains(&name) {
            return None;
        }
        let others = PROCESSES.iter().filter(|other| **other != name);
        let sum = number + 1 + others.map(|other| self.now(other)).sum::<i128>();
        (sum > BACKENDS_MAX).then(|| {
            format!(
                "makes {sum} processes with {}, as they stand at this line; the server can have \
                 {BACKENDS_MAX}",
                PROCESSES.join(", ")
            )
        })
    }

    fn statistics(&self, name: &str, number: i128) -> Option<String> {
        let excluded: &[&str] = match name {
            STATEMENT => &STAGES,
            name if STAGES.contains(&name) => &[STATEMENT],
            _ => return None,
        };
        let on = excluded.iter().find(|other| self.now(other) != 0)?;
        (number != 0).then(|| format!("cannot be on together with {on}"))
    }

    /// An empty target clears one of its own kind, and no other.
    fn target(&mut self, step: &Step) -> Option<String> {
        let target = TARGETS.into_iter().find(|target| *target == step.name)?;
        let Value::Text(text) = &step.value else {
            return None;
        };
        if step.overridden {
            return None;
        }
        if let Some(other) = self.target.filter(|other| *other != target) {
            return Some(format!("cannot be set together with {other}"));
        }
        self.target = (!text.is_empty()).then_some(target);
        None
    }

    fn time(&self, step: &Step) -> Option<String> {
        let ("recovery_target_time", Value::Text(text)) = (step.name, &step.value) else {
            return None;
        };
        let major = self.series.version().major;
        let is_good = text.is_empty() || is_taken(text.as_bytes(), major, self.around);
        (!is_good).then(|| {
            "is no time stamp where it stands: the server reads it by the DateStyle set before, \
             and knows abbreviations of time zones only after timezone_abbreviations; \
             2024-05-22 10:00:00+00 is clear anywhere"
                .to_owned()
        })
    }

    /// What a line changes for the time stamps behind it. Since 18 the zone in
    /// force brings its own abbreviations.
    fn style(&mut self, step: &Step) {
        let Value::Text(text) = &step.value else {
            return;
        };
        if step.overridden {
            return;
        }
        match step.name {
            "DateStyle" if text.ends_with("YMD") => self.around.order = Order::Ymd,
            "DateStyle" if text.ends_with("DMY") => self.around.order = Order::Dmy,
            "DateStyle" => self.around.order = Order::Mdy,
            "timezone_abbreviations" => self.around.abbreviations = Abbreviations::OfSet,
            "TimeZone" if self.series.version().major >= 18 => {
                let known = self.around.abbreviations;
                self.around.abbreviations = known.max(Abbreviations::OfZone);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, refused};
    use crate::catalogue::Series;
    use plimsoll_model::{Engine, Value};

    fn int(name: &'static str, number: i128) -> Step {
        Step {
            name,
            value: Value::Int(number),
            overridden: false,
        }
    }

    fn text(name: &'static str, text: &str) -> Step {
        Step {
            name,
            value: Value::Text(text.to_owned()),
            overridden: false,
        }
    }

    fn at(series: &str, steps: &[Step]) -> Vec<usize> {
        let series = Series::named(Engine::Postgresql, series).expect("a series");
        refused(series, steps)
            .into_iter()
            .map(|(at, _)| at)
            .collect()
    }

    #[test]
    fn the_sum_of_processes_is_checked_line_by_line_up_to_17() {
        let down = [int("max_wal_senders", 0), int("max_connections", 262_131)];
        let up = [int("max_connections", 262_131), int("max_wal_senders", 0)];
        assert_eq!(at("16", &down), [0; 0]);
        assert_eq!(at("16", &up), [0]);
        assert_eq!(at("18", &up), [0; 0]);
    }

    #[test]
    fn statistics_of_stages_exclude_those_of_the_statement() {
        let on = |name| Step {
            name,
            value: Value::Bool(true),
            overridden: false,
        };
        let both = [on("log_parser_stats"), on("log_statement_stats")];
        assert_eq!(at("16", &both), [1]);
        assert_eq!(at("16", &both[1..]), [0; 0]);
    }

    #[test]
    fn a_time_is_read_by_what_stands_before_it() {
        let zulu = text("recovery_target_time", "2024-05-22 10:00Z");
        let berlin = text("recovery_target_time", "22/5/2024 10:00 CEST");
        let abbreviations = text("timezone_abbreviations", "Default");
        let style = text("DateStyle", "ISO, DMY");
        let zone = text("TimeZone", "Europe/Berlin");
        let cases: &[(&str, &[&Step], usize)] = &[
            ("16", &[&zulu], 1),
            ("16", &[&abbreviations, &zulu], 0),
            ("16", &[&zulu, &abbreviations], 1),
            ("16", &[&abbreviations, &berlin], 1),
            ("16", &[&abbreviations, &style, &berlin], 0),
            ("16", &[&style, &zone, &berlin], 1),
            ("18", &[&style, &zone, &berlin], 0),
            ("18", &[&zone, &zulu], 1),
            ("18", &[&abbreviations, &zone, &zulu], 0),
            ("18", &[&text("recovery_target_time", "")], 0),
        ];
        for (series, steps, refused) in cases {
            let steps: Vec<Step> = steps.iter().map(|step| (*step).clone()).collect();
            assert_eq!(at(series, &steps).len(), *refused, "{series} {steps:?}");
        }
    }

    #[test]
    fn recovery_has_one_target() {
        let both = [
            text("recovery_target_xid", "7"),
            text("recovery_target", "immediate"),
        ];
        assert_eq!(at("16", &both), [1]);
        // Even an empty one of another kind is refused.
        let empty = [
            text("recovery_target_xid", "7"),
            text("recovery_target", ""),
        ];
        assert_eq!(at("16", &empty), [1]);
        let cleared = [
            text("recovery_target_xid", "7"),
            text("recovery_target_xid", ""),
            text("recovery_target", "immediate"),
        ];
        assert_eq!(at("16", &cleared), [0; 0]);
    }
}
