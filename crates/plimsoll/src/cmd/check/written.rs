//! What `check` says, in the format that was asked for.

use plimsoll_model::ServerFacts;
use plimsoll_report::{Checked, Machine, Run, github, gitlab, json, junit, markdown, sarif, text};

use crate::cli::{Check, CheckFormat};
use crate::cmd::rules;
use crate::failure::Failure;
use crate::output;

/// The whole of standard output.
pub(super) fn text(arguments: &Check, targets: &[Checked], failures: &[Failure]) -> String {
    let failures: Vec<String> = failures.iter().map(ToString::to_string).collect();
    // Over 300 pages: half of what a small file costs, and two formats describe them.
    let rules = match arguments.format {
        CheckFormat::Sarif | CheckFormat::Junit => rules::entries(),
        CheckFormat::Text
        | CheckFormat::Concise
        | CheckFormat::Json
        | CheckFormat::JsonLines
        | CheckFormat::Github
        | CheckFormat::Gitlab
        | CheckFormat::Markdown => Vec::new(),
    };
    let run = Run {
        targets,
        rules: &rules,
        failures: &failures,
        fail_on: arguments.fail_on.severity(),
        machine: machine(targets),
    };
    match arguments.format {
        CheckFormat::Text => text::check(&run, output::screen()),
        CheckFormat::Concise => text::concise(&run, output::palette()),
        CheckFormat::Json => json::check(targets),
        CheckFormat::JsonLines => json::lines(&run),
        CheckFormat::Sarif => sarif::check(&run),
        CheckFormat::Junit => junit::check(&run),
        CheckFormat::Github => github::check(&run),
        CheckFormat::Gitlab => gitlab::check(&run),
        CheckFormat::Markdown => markdown::check(&run),
    }
}

/// What `--host` would take, looked up only where it has to be named.
fn machine(targets: &[Checked]) -> Machine {
    let unknown = |target: &Checked| target.facts.ceiling_bytes().get().is_none();
    let facts = if targets.iter().any(unknown) {
        plimsoll_live::read::host::this_machine()
    } else {
        ServerFacts::default()
    };
    Machine {
        ceiling_bytes: facts.ceiling_bytes(),
    }
}
