//! One whole reading of a server: what it said, what it kept back, and what
//! stood between.

use plimsoll_model::{Answer, Engine, Fork, Gap, Row, Snapshot};

use super::address::Address;
use super::connection::{Answers, Connection};
use super::limits::Limits;
use super::questions;
use super::unreachable::Unreachable;

/// Connects, asks everything, and leaves.
///
/// # Errors
/// [`Unreachable`]: what cannot be asked at all. What a server keeps back is a
/// gap in the snapshot.
pub async fn snapshot(address: &Address, limits: &Limits) -> Result<Snapshot, Unreachable> {
    let mut connection = Connection::open(address, limits).await?;
    let questions = questions::all();
    // What stands on an extension can be asked when the extensions are known.
    let (late, early): (Vec<_>, Vec<_>) = questions
        .into_iter()
        .partition(|question| question.sql.contains(questions::STATEMENTS_SCHEMA));
    let mut answers = connection.ask(&early).await?;
    let more = connection.ask(&late).await?;
    answers.answers.extend(more.answers);
    answers.gaps.extend(more.gaps);
    Ok(of(answers, &connection))
}

fn of(mut answers: Answers, connection: &Connection) -> Snapshot {
    let pooler = pooler(&answers, connection);
    answers.answers.insert("pooler".to_owned(), pooler);
    let hidden = hidden(&answers);
    let hidden = hidden.into_iter().map(|gap| connection.for_role(gap));
    answers.gaps.extend(hidden);
    let identity = identity(&answers);
    let text = |column: &str| identity.and_then(|row| row.text(column).map(str::to_owned));
    let build = [text("build"), text("version_full")];
    let build: Vec<String> = build.into_iter().flatten().collect();
    Snapshot {
        engine: Engine::Postgresql,
        version_text: text("version").unwrap_or_else(|| connection.version().to_string()),
        version: connection.version(),
        fork: Fork::of(&build.join(" ")),
        answers: answers.answers,
        gaps: answers.gaps,
    }
}

pub(super) fn identity(answers: &Answers) -> Option<Row<'_>> {
    answers
        .answers
        .get("identity")
        .and_then(|answer| answer.rows().next())
}

/// What answers, but not whole, without a right: the server hides rows and
/// columns and says nothing.
fn hidden(answers: &Answers) -> Vec<Gap> {
    let Some(identity) = identity(answers) else {
        return Vec::new();
    };
    let lacks = |column| identity.is_on(column) == Some(false);
    let mut gaps = Vec::new();
    let mut add = |what: &str, why: &str| {
        if answers.answers.contains_key(what) {
            gaps.push(Gap {
                what: what.to_owned(),
                why: why.to_owned(),
                grant: Some("GRANT pg_monitor TO {role}".to_owned()),
            });
        }
    };
    if lacks("reads_all_settings") {
        add(
            "settings",
            "in part: the server hides some settings and all source files from this role",
        );
    }
    if lacks("reads_all_stats") {
        add(
            "sessions",
            "in part: the server hides the states of other roles' sessions from this role",
        );
        add(
            "replication",
            "in part: the server hides state and lag from this role",
        );
        add(
            "statements",
            "in part: the server hides other roles' statements from this role",
        );
    }
    gaps
}

/// Whether something stands between, and what tells.
fn pooler(answers: &Answers, connection: &Connection) -> Answer {
    let evidence = pooler_evidence(answers, connection);
    Answer {
        columns: vec!["is_between".to_owned(), "evidence".to_owned()],
        rows: vec![vec![
            Some(if evidence.is_some() { "t" } else { "f" }.to_owned()),
            evidence.map(str::to_owned),
        ]],
        is_cut: false,
    }
}

/// What tells that something stands between, a pooler or a tunnel. A server hears
/// of a session when it begins, and from where; a pooler's own began before, or
/// came another way. One that fits in both respects is not told from none:
/// `PgBouncer` (1.18) reports what its server does.
pub(super) fn pooler_evidence(answers: &Answers, connection: &Connection) -> Option<&'static str> {
    let identity = identity(answers);
    let age = identity.and_then(|row| row.number("backend_age_seconds"));
    let here = connection.since().elapsed().as_secs_f64();
    let client = identity.and_then(|row| row.text("client_addr"));
    let port = identity.and_then(|row| row.count("client_port"));
    let local = connection.local();
    // An address or port that differs may be a network's translation; the same
    // address with another port is another program on this machine.
    let is_other_port = local.is_some_and(|local| {
        client == Some(local.ip().to_string().as_str()) && port != Some(u64::from(local.port()))
    });
    if age.is_some_and(|age| age > here) {
        Some("the server's session is older than this connection")
    } else if identity.is_some() && local.is_some() != client.is_some() {
        Some("the server's session came another way than this connection")
    } else if is_other_port {
        Some("the server's session comes from another port of this machine")
    } else {
        None
    }
}
