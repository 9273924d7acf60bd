//! Shapes of plans by EXPLAIN, where it is switched on: on a direct connection,
//! by a role of its own, from 16 on, never ANALYZE.
//!
//! The statements are those of others, as `pg_stat_statements` keeps them. Their
//! texts, the plans and what the server says of them stay in here: out of it come
//! numbers, names of nodes from a fixed list, and SQLSTATEs.

mod admitted;
mod questions;
mod shape;

use std::collections::BTreeMap;
use std::time::Duration;

use plimsoll_model::{Answer, Gap, Row, Version};

use super::address::Address;
use super::connection::{Answers, Connection};
use super::limits::Limits;
use super::snapshot::{identity, pooler_evidence};
use super::unreachable::Unreachable;
use admitted::admitted;
use shape::Shape;

/// Statements that are planned.
const EXPLAIN_MAX: usize = 10;
/// For one of them. Planning takes milliseconds.
const STATEMENT_MAX: Duration = Duration::from_secs(1);
/// The first version that plans a statement with parameters (release notes of 16).
const GENERIC_PLAN: Version = Version::major(16);
/// The answer for the statements planned, and the gap of those that were not.
const PLANS: &str = "plans";
/// The answer for the nodes of their plans.
const NODES: &str = "plan_nodes";

/// What EXPLAIN shows of the statements that spill most; where it shows nothing,
/// the gap says why. `system` is the identifier of the server that is meant, if it
/// is known.
pub async fn plans(address: &Address, system: Option<&str>, limits: &Limits) -> Answers {
    let planned = planned(address, system, limits).await;
    planned.unwrap_or_else(|unreachable| gap(unreachable.to_string(), None))
}

async fn planned(
    address: &Address,
    system: Option<&str>,
    limits: &Limits,
) -> Result<Answers, Unreachable> {
    let limits = Limits {
        statement_max: limits.statement_max.min(STATEMENT_MAX),
        ..*limits
    };
    let mut connection = Connection::open(address, &limits).await?;
    if connection.version() < GENERIC_PLAN {
        let version = connection.version();
        return Ok(gap(
            format!(
                "a statement with parameters is planned from 16 on (GENERIC_PLAN); this is {version}"
            ),
            None,
        ));
    }
    let about = connection.ask(&questions::about()).await?;
    if let Some(why) = unfit(&about, system, &connection) {
        return Ok(gap(why, None));
    }
    let mut told = connection.ask(&[&questions::STATEMENTS]).await?;
    let Some(statements) = told.answers.remove(questions::STATEMENTS.name) else {
        let why = "pg_stat_statements is not in the database that is connected to".to_owned();
        let told = told.gaps.pop();
        return Ok(told.map_or_else(|| gap(why, None), |told| gap(told.why, told.grant)));
    };
    let at = identity(&about).and_then(|row| row.text("now").map(str::to_owned));
    let mut plans = Plans::new(at);
    let all: Vec<(Row<'_>, String)> = statements
        .rows()
        .filter_map(|row| Some((row, admitted(row.text("text")?)?)))
        .take(EXPLAIN_MAX)
        .collect();
    let texts: Vec<&str> = all.iter().map(|(_, text)| text.as_str()).collect();
    let outcomes = connection.plan(&texts).await?;
    for ((row, _), outcome) in all.iter().zip(outcomes) {
        plans.add(*row, &outcome);
    }
    let hidden = identity(&about).and_then(|row| row.is_on("reads_all_stats")) == Some(false);
    let mut answers = plans.told(hidden);
    let gaps = answers.gaps.into_iter();
    answers.gaps = gaps.map(|gap| connection.for_role(gap)).collect();
    Ok(answers)
}

fn gap(why: String, grant: Option<String>) -> Answers {
    Answers {
        answers: BTreeMap::new(),
        gaps: vec![Gap {
            what: PLANS.to_owned(),
            why,
            grant,
        }],
    }
}

/// Why nothing is planned on this connection. Whoever may make functions decides
/// what runs while a statement is planned, with the rights of who plans it.
fn unfit(about: &Answers, system: Option<&str>, connection: &Connection) -> Option<String> {
    let here = identity(about).and_then(|row| row.text("system_identifier"));
    if here.zip(system).is_some_and(|(here, meant)| here != meant) {
        return Some("its address leads to another server than the one that is audited".to_owned());
    }
    if let Some(evidence) = pooler_evidence(about, connection) {
        return Some(format!(
            "a pooler stands between ({evidence}): explain needs the server's own address"
        ));
    }
    let role = about.answers.get(questions::ROLE.name);
    let row = role.and_then(|role| role.rows().next());
    match row.and_then(|row| row.text("too_much")) {
        None => Some("what its role may do cannot be read".to_owned()),
        Some("") => None,
        Some(too_much) => Some(format!(
            "its role has more rights than are safe here ({too_much}): functions that others made \
             can run while their statements are planned; give it a role of its own"
        )),
    }
}

/// What became of the statements.
struct Plans {
    at: Option<String>,
    statements: Answer,
    nodes: Answer,
    /// By SQLSTATE, how many were refused.
    refused: BTreeMap<String, u64>,
    asked: u64,
}

impl Plans {
    fn new(at: Option<String>) -> Self {
        let answer = |columns: &[&str]| Answer {
            columns: columns.iter().map(|it| (*it).to_owned()).collect(),
            ..Answer::default()
        };
        Self {
            at,
            statements: answer(&[
                "statement",
                "queryid",
                "total_ms",
                "all_ms",
                "temp_blocks_written",
                "cost",
                "at",
            ]),
            nodes: answer(&shape::COLUMNS),
            refused: BTreeMap::new(),
            asked: 0,
        }
    }

    fn add(&mut self, row: Row<'_>, outcome: &Result<String, String>) {
        self.asked += 1;
        let shape = match outcome {
            Ok(text) => Shape::of(text).ok_or("no plan that could be read"),
            Err(code) => Err(code.as_str()),
        };
        let shape = match shape {
            Ok(shape) => shape,
            Err(code) => {
                *self.refused.entry(code.to_owned()).or_default() += 1;
                return;
            }
        };
        let number = |column| row.number(column).map(|it| it.to_string());
        let id = row.text("queryid").and_then(|id| id.parse::<i64>().ok());
        let statement = self.statements.rows.len().to_string();
        self.statements.rows.push(vec![
            Some(statement.clone()),
            id.map(|id| id.to_string()),
            number("total_ms"),
            number("all_ms"),
            number("temp_blocks_written"),
            Some(shape.cost.to_string()),
            self.at.clone(),
        ]);
        self.nodes.rows.extend(shape.rows(&statement));
        self.nodes.is_cut |= shape.is_cut;
    }

    fn told(self, hidden: bool) -> Answers {
        let mut told = Answers::default();
        let mut say = |why: String, grant: Option<&str>| {
            told.gaps.extend(gap(why, grant.map(str::to_owned)).gaps);
        };
        if hidden {
            say(
                "in part: the server hides other roles' statements from this role".to_owned(),
                Some("GRANT pg_read_all_stats TO {role}"),
            );
        }
        let refused: u64 = self.refused.values().sum();
        if refused > 0 {
            let codes = self.refused.iter();
            let codes: Vec<String> = codes
                .map(|(code, count)| format!("{count} with {}", reason(code)))
                .collect();
            let (asked, codes) = (self.asked, codes.join(", "));
            say(
                format!("{refused} of {asked} statements could not be planned: {codes}"),
                None,
            );
        }
        told.answers.insert(PLANS.to_owned(), self.statements);
        told.answers.insert(NODES.to_owned(), self.nodes);
        told
    }
}

/// A SQLSTATE with what it means here (manual, appendix A). The server's own words
/// may quote the statement.
fn reason(code: &str) -> String {
    let meaning = match code {
        "42501" => "no right on what it reads or writes",
        "42P01" | "42883" | "3F000" => "names that are not on this role's search_path",
        "42P08" | "42P18" => "a parameter whose type is not told",
        "42601" => "a constant where no parameter can stand",
        "55P03" => "a lock that was held",
        "57014" => "more time than it has",
        _ => return code.to_owned(),
    };
    format!("{code} ({meaning})")
}
