//! One whole reading of a server: what it said, what it kept back.

use plimsoll_model::{Fork, Gap, Snapshot};

use super::address::Address;
use super::connection::{Answers, Connection};
use super::limits::Limits;
use super::questions::{self, PERFORMANCE_SCHEMA, PROCESS, RIGHTS};
use super::unreachable::Unreachable;

/// Connects, asks everything, and leaves.
///
/// # Errors
/// [`Unreachable`]: what cannot be asked at all. What a server keeps back is a
/// gap in the snapshot.
pub async fn snapshot(address: &Address, limits: &Limits) -> Result<Snapshot, Unreachable> {
    let mut connection = Connection::open(address, limits).await?;
    let questions = questions::all(connection.engine());
    let answers = connection.ask(&questions).await?;
    let (version, comment) = connection.names();
    let snapshot = Snapshot {
        engine: connection.engine(),
        version_text: version.to_owned(),
        version: connection.version(),
        fork: Fork::of(&format!("{version} {comment}")),
        ..of(answers, &connection)
    };
    connection.leave().await;
    Ok(snapshot)
}

fn of(mut answers: Answers, connection: &Connection) -> Snapshot {
    let hidden = hidden(&mut answers).into_iter();
    let hidden: Vec<Gap> = hidden.map(|gap| connection.for_account(gap)).collect();
    answers.gaps.extend(hidden);
    Snapshot {
        engine: connection.engine(),
        version_text: String::new(),
        version: connection.version(),
        fork: Fork::None,
        answers: answers.answers,
        gaps: answers.gaps,
    }
}

/// What answers, but not whole, without a right: the server leaves rows out and
/// says nothing. And what counts nothing where it is switched off.
fn hidden(answers: &mut Answers) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut add = |what: &str, why: &str, grant: Option<&str>| {
        gaps.push(Gap {
            what: what.to_owned(),
            why: why.to_owned(),
            grant: grant.map(str::to_owned),
        });
    };
    let refused = |answers: &Answers, what: &str| {
        let mut gaps = answers.gaps.iter();
        gaps.any(|gap| gap.what == what && gap.grant.is_some())
    };
    if refused(answers, PROCESS) && answers.answers.contains_key("sessions") {
        let why = "in part: the server shows only the sessions of this account";
        add("sessions", why, questions::PROCESS_GRANT);
    }
    let sees = |column: &str| {
        let rights = answers.answers.get(RIGHTS)?;
        rights.rows().next()?.is_on(column)
    };
    if sees("all_tables") == Some(false) && answers.answers.contains_key("schemas") {
        let why = "in part: the server shows only the tables that this account has a right on";
        add("schemas", why, questions::TABLES_GRANT);
    }
    if sees("performance_schema") == Some(false) {
        for what in PERFORMANCE_SCHEMA {
            if answers.answers.remove(what).is_some() {
                add(what, "performance_schema is off: nothing is counted", None);
            }
        }
    }
    // How it was found out is no answer to anybody.
    answers.gaps.retain(|gap| gap.what != PROCESS);
    answers.answers.remove(PROCESS);
    answers.answers.remove(RIGHTS);
    gaps
}
