//! The marks of a set of answers: how often the first cause is right, by class
//! too, how often a layer at fault was cleared, and whether scores are what they
//! say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use plimsoll_model::CauseClass;

use super::answer::Answer;

/// Bounds of the scores that are held against how often they were right.
const BINS: [f64; 5] = [0.0, 0.5, 0.7, 0.9, 1.01];

/// Marks of a set of answers.
pub(super) struct Marks<'a> {
    answers: &'a [&'a Answer<'a>],
}

/// Of one class.
struct OfClass {
    class: CauseClass,
    cases: usize,
    said: usize,
    right: usize,
}

impl OfClass {
    fn precision(&self) -> f64 {
        share(self.right, self.said)
    }

    fn recall(&self) -> f64 {
        share(self.right, self.cases)
    }

    fn f1(&self) -> f64 {
        let sum = self.precision() + self.recall();
        if sum > 0.0 {
            2.0 * self.precision() * self.recall() / sum
        } else {
            0.0
        }
    }
}

impl<'a> Marks<'a> {
    pub(super) fn of(answers: &'a [&'a Answer<'a>]) -> Self {
        Self { answers }
    }

    /// All of it.
    pub(super) fn table(&self, name: &str) -> String {
        let all = self.answers.len();
        let count = |holds: &dyn Fn(&Answer<'_>) -> bool| {
            self.answers.iter().filter(|answer| holds(answer)).count()
        };
        let right = count(&|answer| answer.is_right());
        let layers = count(&|answer| answer.is_layer_right());
        let named: Vec<bool> = self
            .answers
            .iter()
            .filter_map(|it| it.is_parameter_right())
            .collect();
        let by_class = self.by_class();
        let f1 = by_class.iter().map(OfClass::f1).sum::<f64>() / by_class.len().max(1) as f64;
        let at_fault: usize = self.answers.iter().map(|it| it.case.at_fault.len()).sum();
        let false_clear: usize = self.answers.iter().map(|it| it.cleared_at_fault()).sum();
        let cleared: usize = self.answers.iter().map(|it| it.cleared()).sum();
        let mut out = format!("{name}: {all} cases\n");
        let mut line = |what: &str, value: String| {
            let _ = writeln!(out, "  {what:44}{value}");
        };
        line("first cause of the right class", of(right, all));
        line("macro F1 over classes", format!("{f1:.3}"));
        if let Some(memory) = by_class
            .iter()
            .find(|it| it.class == CauseClass::MemoryConfig)
        {
            line(
                "memory misconfiguration",
                format!(
                    "precision {:.3}, recall {:.3}",
                    memory.precision(),
                    memory.recall()
                ),
            );
        }
        line("right layer", of(layers, all));
        line(
            "names a parameter to blame",
            of(named.iter().filter(|right| **right).count(), named.len()),
        );
        line(
            "layers at fault that were cleared",
            of(false_clear, at_fault),
        );
        line(
            "layers cleared a case",
            format!("{:.1} of 10", cleared as f64 / all.max(1) as f64),
        );
        out.push_str(&self.calibration());
        for it in by_class {
            let _ = writeln!(
                out,
                "    {:32}{:3} cases, {:3} right, {:3} said",
                it.class.as_str(),
                it.cases,
                it.right,
                it.said
            );
        }
        out
    }

    /// How often a score was right, by how high it was, and the Brier score.
    fn calibration(&self) -> String {
        let mut out = String::new();
        for bounds in BINS.windows(2) {
            let within: Vec<_> = self
                .answers
                .iter()
                .filter(|answer| answer.class.is_some())
                .filter(|answer| bounds[0] <= answer.score && answer.score < bounds[1])
                .collect();
            if within.is_empty() {
                continue;
            }
            let mean = within.iter().map(|it| it.score).sum::<f64>() / within.len() as f64;
            let right = within.iter().filter(|it| it.is_right()).count();
            let what = format!("scores from {:.1} to {:.1}", bounds[0], bounds[1].min(1.0));
            let _ = writeln!(
                out,
                "  {what:44}mean {mean:.2}, right {}",
                of(right, within.len())
            );
        }
        let brier = self.answers.iter().map(|it| it.off()).sum::<f64>();
        let mean = brier / self.answers.len().max(1) as f64;
        let _ = writeln!(out, "  {:44}{mean:.3}", "Brier score of the first cause");
        out
    }

    /// By class, those that occur.
    fn by_class(&self) -> Vec<OfClass> {
        let classes: BTreeSet<CauseClass> = self.answers.iter().map(|it| it.case.class).collect();
        let of = |class: CauseClass| {
            let is = |it: &&&Answer<'_>| it.class.unwrap_or(CauseClass::Benign) == class;
            OfClass {
                class,
                cases: self
                    .answers
                    .iter()
                    .filter(|it| it.case.class == class)
                    .count(),
                said: self.answers.iter().filter(is).count(),
                right: self
                    .answers
                    .iter()
                    .filter(is)
                    .filter(|it| it.is_right())
                    .count(),
            }
        };
        classes.into_iter().map(of).collect()
    }
}

fn share(part: usize, all: usize) -> f64 {
    if all == 0 {
        0.0
    } else {
        part as f64 / all as f64
    }
}

fn of(part: usize, all: usize) -> String {
    format!("{part} of {all} ({:.1} %)", 100.0 * share(part, all))
}
