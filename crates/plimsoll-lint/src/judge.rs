//! Every rule on one configuration, worst finding first.

use std::panic::{AssertUnwindSafe, catch_unwind};

use plimsoll_model::{Edit, Effect, Finding, Fix, Problem, ProblemKind, Safety, Severity, Skipped};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::finding::{named, of_problem, sort};
use crate::registry::rules;
use crate::rule::{Look, Rule};
use crate::rules::fault;

/// What the rules said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Findings, worst first, then as they stand in the files.
    pub findings: Vec<Finding>,
    /// Rules that could not look.
    pub skipped: Vec<Skipped>,
}

/// Asks every rule that is on, or all of them. A rule that panics is a finding about Plimsoll itself;
/// the others are still asked.
pub fn judge(input: &Input<'_>) -> Judgement {
    judge_by(rules().filter(|rule| rule.on || input.terms.all), input)
}

pub(crate) fn judge_by(
    rules: impl IntoIterator<Item = &'static Rule>,
    input: &Input<'_>,
) -> Judgement {
    let mut judgement = Judgement::default();
    for rule in rules {
        let Some(code) = rule.code(input.config.engine) else {
            continue;
        };
        let answer = catch_unwind(AssertUnwindSafe(|| ask(rule, input)));
        match answer {
            Ok(Answer::Found(found)) => {
                let findings = found.into_iter().map(|found| named(rule, code, found));
                judgement.findings.extend(findings);
            }
            Ok(Answer::Needs(needs)) => judgement.skipped.push(Skipped { rule: code, needs }),
            Err(_) => judgement
                .findings
                .extend(fault::of(code, input.config.engine)),
        }
    }
    sort(&mut judgement.findings);
    judgement
}

fn ask(rule: &Rule, input: &Input<'_>) -> Answer {
    match rule.look {
        Look::Problem(kind, milder) => {
            let problems = input.config.problems.iter();
            let of_kind = problems.filter(|problem| problem.kind == kind);
            let found = of_kind.map(|problem| Found {
                fix: taken_out(problem, input),
                ..of_problem(problem, milder)
            });
            Answer::Found(found.collect())
        }
        Look::LoadProblem => {
            let problems = input.load_problems.iter();
            let found = problems.map(|problem| of_problem(problem, Severity::Warning));
            Answer::Found(found.collect())
        }
        Look::Ask(ask) => ask(input),
        Look::Running(ask) => input.seen.map_or(Answer::QUIET, |seen| ask(input, seen)),
        Look::Elsewhere => Answer::Found(Vec::new()),
    }
}

/// The line of a parameter that is gone, made a comment: the server does not
/// start with it, so that it does nothing today. What took its place, if
/// anything did, is for a person to say, hence never safe.
fn taken_out(problem: &Problem, input: &Input<'_>) -> Option<Fix> {
    let place = &problem.place;
    let gone = problem.kind == ProblemKind::RemovedParameter && problem.fatal;
    // An argument stands in no file.
    if !gone || !input.config.files.contains(&place.file) {
        return None;
    }
    Some(Fix {
        safety: Safety::Unsafe,
        effect: Effect::Restart,
        edits: vec![Edit {
            file: place.file.clone(),
            line: place.line,
            parameter: problem.parameter.clone()?,
            from: String::new(),
            to: None,
        }],
    })
}
