//! SARIF 2.1.0 (OASIS, errata 01): what code scanning services read. Columns
//! count letters (`unicodeCodePoints`), as the log itself says.

mod result;
mod uri;

use std::collections::BTreeSet;

use plimsoll_model::Severity;
use serde::Serialize;

use crate::clean::clean;
use crate::{RuleEntry, Run};
use result::ResultJson;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// All targets of one run.
pub fn check(run: &Run<'_>) -> String {
    let rules = rules(run);
    let codes: Vec<&str> = rules.iter().map(|rule| rule.id).collect();
    let results = run.targets.iter();
    crate::json::written(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [RunJson {
            results: results
                .flat_map(|target| result::results(target, &codes))
                .collect(),
            tool: Tool {
                driver: Driver {
                    name: "Plimsoll",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules,
                },
            },
            invocations: [Invocation::of(run)],
            column_kind: "unicodeCodePoints",
        }],
    })
}

/// The rules that were asked, and those that something is said of.
fn rules<'a>(run: &Run<'a>) -> Vec<Rule<'a>> {
    let targets = run.targets.iter();
    let said: BTreeSet<&str> = targets
        .flat_map(|target| {
            let findings = target.findings.iter().map(|finding| finding.rule);
            let accepted = target.accepted.iter().map(|it| it.finding.rule);
            findings.chain(accepted).chain(target.asked.iter().copied())
        })
        .collect();
    let entries = run.rules.iter();
    entries
        .flat_map(|entry| entry.codes.iter().map(move |code| (entry, *code)))
        .filter(|(_, code)| said.contains(code))
        .map(|(entry, code)| Rule::of(entry, code))
        .collect()
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunJson<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunJson<'a> {
    tool: Tool<'a>,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<ResultJson>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Text,
    help: Text,
    default_configuration: Level,
}

impl<'a> Rule<'a> {
    /// The whole page stands in `help`. There is no `helpUri`: the package has no
    /// address yet that leads anywhere (`repository` in the workspace's
    /// Cargo.toml), and viewers show a link that is there.
    fn of(entry: &'a RuleEntry, code: &'a str) -> Self {
        Self {
            id: code,
            name: entry.name,
            short_description: Text::plain(&entry.finds),
            help: Text {
                text: format!("{} `plimsoll explain {code}` says more.", entry.finds),
                markdown: Some(entry.page.trim().to_owned()),
            },
            default_configuration: Level {
                level: level(entry.severity),
            },
        }
    }
}

#[derive(Serialize)]
struct Level {
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

impl Text {
    fn plain(text: &str) -> Self {
        Self {
            text: clean(text),
            markdown: None,
        }
    }
}

/// What the run could not do, and what it could not judge.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

impl Invocation {
    fn of(run: &Run<'_>) -> Self {
        let failures = run.failures.iter().map(|failure| Notification {
            level: "error",
            message: Text::plain(failure),
            associated_rule: None,
        });
        let targets = run.targets.iter();
        let skipped = targets.flat_map(|target| {
            target.skipped.iter().map(|skipped| Notification {
                level: "note",
                message: Text::plain(&format!(
                    "{}: {} was not judged for want of {}",
                    target.path,
                    skipped.rule,
                    skipped.needs.join(", ")
                )),
                associated_rule: Some(RuleReference { id: skipped.rule }),
            })
        });
        Self {
            execution_successful: run.failures.is_empty(),
            tool_execution_notifications: failures.chain(skipped).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    associated_rule: Option<RuleReference>,
}

#[derive(Serialize)]
struct RuleReference {
    id: &'static str,
}

#[cfg(test)]
mod tests;
