//! What was said of a corpus, counted.

use std::collections::BTreeMap;

use plimsoll_model::Severity;

use super::case::Expected;
use super::run::{Finding, Judged};

/// Marks over cases.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) cases: usize,
    /// Every critical: its case, and what it says.
    pub(crate) criticals: Vec<(String, String)>,
    /// Warnings of each case, fewest first.
    pub(crate) warnings: Vec<usize>,
    /// The cases with more than one warning, most first.
    pub(crate) noisy: Vec<(usize, String)>,
    /// Warnings and infos by rule.
    pub(crate) by_rule: BTreeMap<String, (usize, usize)>,
    /// Expected findings that came, of how many, by class of failure.
    pub(crate) recall: BTreeMap<String, (usize, usize)>,
    /// Every expected finding that did not come: its case, and what it is.
    pub(crate) misses: Vec<(String, String)>,
    /// Cases that the sum of all buffers calls over their limit, of how many
    /// with a limit; and the same of those whose failure was memory.
    pub(crate) sum: (usize, usize),
    pub(crate) sum_of_memory: (usize, usize),
}

impl Marks {
    /// The marks over these cases.
    pub(crate) fn of<'a>(judged: impl Iterator<Item = &'a Judged>) -> Self {
        let mut marks = Self::default();
        for one in judged {
            marks.cases += 1;
            marks.count_findings(one);
            marks.count_expected(one);
            marks.count_sum(one);
        }
        marks.warnings.sort_unstable();
        marks
            .noisy
            .sort_by_key(|(warnings, _)| std::cmp::Reverse(*warnings));
        marks
    }

    fn count_findings(&mut self, one: &Judged) {
        let mut warnings = 0;
        for finding in &one.findings {
            let (of_rule, infos) = self.by_rule.entry(finding.name.clone()).or_default();
            match finding.severity {
                Severity::Critical => {
                    let said = format!("{} {}: {}", finding.rule, finding.name, finding.message);
                    self.criticals.push((one.case.name.clone(), said));
                }
                Severity::Warning => {
                    *of_rule += 1;
                    warnings += 1;
                }
                Severity::Info => *infos += 1,
            }
        }
        self.warnings.push(warnings);
        if warnings > 1 {
            self.noisy.push((warnings, one.case.name.clone()));
        }
    }

    fn count_expected(&mut self, one: &Judged) {
        for expected in &one.case.expected {
            let (came, of) = self.recall.entry(one.case.class.clone()).or_default();
            *of += 1;
            if one
                .findings
                .iter()
                .any(|finding| answers(finding, expected))
            {
                *came += 1;
            } else {
                self.misses.push((one.case.name.clone(), shown(expected)));
            }
        }
    }

    fn count_sum(&mut self, one: &Judged) {
        let Some(over) = one.sum_says_over else {
            return;
        };
        let of_memory = one.case.class == "memory";
        let counts = [(true, &mut self.sum), (of_memory, &mut self.sum_of_memory)];
        for (counted, (flagged, of)) in counts {
            *of += usize::from(counted);
            *flagged += usize::from(counted && over);
        }
    }

    /// Expected findings that came, and all that were expected.
    pub(crate) fn recalled(&self) -> (usize, usize) {
        self.recall
            .values()
            .fold((0, 0), |(came, of), class| (came + class.0, of + class.1))
    }

    /// The median of warnings a case, the upper one of two.
    pub(crate) fn median_warnings(&self) -> usize {
        self.warnings
            .get(self.warnings.len() / 2)
            .copied()
            .unwrap_or(0)
    }

    /// The mean of warnings a case.
    pub(crate) fn mean_warnings(&self) -> f64 {
        self.warnings.iter().sum::<usize>() as f64 / self.cases.max(1) as f64
    }
}

/// Whether a finding is the one expected: as bad at least, and about one of
/// its parameters or of its area.
pub(super) fn answers(finding: &Finding, expected: &Expected) -> bool {
    let named = || {
        expected
            .parameters
            .iter()
            .any(|name| finding.parameters.contains(name))
    };
    finding.severity >= expected.severity && (expected.area == Some(finding.area()) || named())
}

fn shown(expected: &Expected) -> String {
    let area = expected.area.map(|area| format!("of {area}"));
    let names = expected.parameters.join(" or ");
    let about: Vec<String> = area
        .into_iter()
        .chain((!names.is_empty()).then_some(names))
        .collect();
    format!("{} {}", expected.severity.as_str(), about.join(", or on "))
}
