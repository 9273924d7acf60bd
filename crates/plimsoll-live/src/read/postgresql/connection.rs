//! A connection kept open, and asking over it. It knows the statements only
//! as data.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::time::Instant;

use plimsoll_model::{Answer, Gap, Version};
use tokio::task::AbortHandle;
use tokio_postgres::Client;

use super::ask::{self, Asked, Outcome};
use super::handshake::Opened;
use super::limits::Limits;
use super::unreachable::{Trouble, Unreachable};
use super::{plan, questions};
use crate::read::Question;
use crate::read::allowance::Allowance;

/// A connection to one server. Dropping it closes it at once.
pub struct Connection {
    client: Client,
    reader: AbortHandle,
    allowance: Allowance,
    limits: Limits,
    place: String,
    version: Version,
    role: String,
    local: Option<SocketAddr>,
    since: Instant,
    /// Where `pg_stat_statements` is in this database, as an identifier; found
    /// out by the question for extensions.
    statements: Option<String>,
}

/// No statement of that name is prepared (manual, appendix A).
pub(super) const NO_SUCH_STATEMENT: &str = "26000";

/// A question and what became of it.
pub(super) type Told = (&'static Question, Outcome);

/// What was answered and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Answers by the name of their question.
    pub answers: BTreeMap<String, Answer>,
    /// What was refused, and why.
    pub gaps: Vec<Gap>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Connection({})", self.place)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

impl Connection {
    /// What a console shows: its columns are those of its version.
    pub(in crate::read) async fn show(&mut self, what: &str) -> Result<Answer, Unreachable> {
        self.allowance.renew(self.limits.bytes_max);
        let limit = self.limits.answer_max;
        match tokio::time::timeout(limit, ask::show(&self.client, what)).await {
            Ok(shown) => shown.map_err(|trouble| self.lost(trouble)),
            Err(_) => Err(self.late()),
        }
    }

    pub(super) fn new(
        opened: Opened,
        version: Version,
        place: String,
        role: String,
        local: Option<SocketAddr>,
        allowance: Allowance,
        limits: Limits,
    ) -> Self {
        Self {
            client: opened.client,
            reader: opened.reader,
            since: opened.since,
            allowance,
            limits,
            place,
            role,
            version,
            local,
            statements: None,
        }
    }

    /// The same, begun earlier than it was logged in.
    pub(super) const fn begun(mut self, since: Instant) -> Self {
        self.since = since;
        self
    }

    /// The server's version, as it reported it when the connection began.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The host that was connected to.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// This side's address, if the connection is one of TCP.
    pub(super) const fn local(&self) -> Option<SocketAddr> {
        self.local
    }

    /// When the connection began.
    pub(super) const fn since(&self) -> Instant {
        self.since
    }

    /// Whether it was closed from the other side, which costs the server nothing to know.
    pub(super) fn is_cut(&self) -> bool {
        self.client.is_closed()
    }

    /// Asks the questions that fit the server's version, all in one
    /// transaction that only reads; what is refused is a gap and the rest goes
    /// on in another.
    ///
    /// # Errors
    /// [`Unreachable`] when the connection is lost, the time is over or the
    /// server sends too much; the connection is of no use after it.
    pub async fn ask(&mut self, questions: &[&'static Question]) -> Result<Answers, Unreachable> {
        self.allowance.renew(self.limits.bytes_max);
        let limit = self.limits.answer_max;
        let outcome = tokio::time::timeout(limit, self.ask_all(questions)).await;
        outcome.unwrap_or_else(|_| Err(self.late()))
    }

    /// Has statements planned, each in a transaction of its own that only reads:
    /// what EXPLAIN answers to it, or the SQLSTATE of the refusal.
    ///
    /// # Errors
    /// As [`Connection::ask`].
    pub(super) async fn plan(
        &mut self,
        statements: &[&str],
    ) -> Result<Vec<Result<String, String>>, Unreachable> {
        self.allowance.renew(self.limits.bytes_max);
        let limit = self.limits.answer_max;
        let all = plan::all(&self.client, statements, &self.limits);
        match tokio::time::timeout(limit, all).await {
            Ok(outcome) => outcome.map_err(|trouble| self.lost(trouble)),
            Err(_) => Err(self.late()),
        }
    }

    async fn ask_all(&mut self, questions: &[&'static Question]) -> Result<Answers, Unreachable> {
        let mut answers = Answers::default();
        let asked = questions.iter().filter_map(|it| self.asked(it)).collect();
        for (question, outcome) in self.put_all(asked).await? {
            match outcome {
                Outcome::Answered(answer) => {
                    self.learn(question, &answer);
                    answers.answers.insert(question.name.to_owned(), answer);
                }
                Outcome::Refused(gap, _) => answers.gaps.push(gap),
            }
        }
        Ok(answers)
    }

    /// The question as this server takes it; `None` where its version or an extension
    /// that it stands on does not fit.
    pub(super) fn asked(&self, question: &'static Question) -> Option<Asked> {
        let fits = question.fits(self.version);
        fits.then(|| Asked::of(question, self.statements.as_deref()))?
    }

    /// Whether `pg_stat_statements` is in this database.
    pub(super) const fn has_statements(&self) -> bool {
        self.statements.is_some()
    }

    /// As [`Connection::ask`], of statements that are made already; it ends with the
    /// first that is not prepared here, if there is one.
    pub(super) async fn put(&mut self, asked: Vec<Asked>) -> Result<Vec<Told>, Unreachable> {
        self.allowance.renew(self.limits.bytes_max);
        let limit = self.limits.answer_max;
        let outcome = tokio::time::timeout(limit, self.put_all(asked)).await;
        outcome.unwrap_or_else(|_| Err(self.late()))
    }

    async fn put_all(&self, mut waiting: Vec<Asked>) -> Result<Vec<Told>, Unreachable> {
        let mut told = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let outcomes = ask::batch(&self.client, &waiting, &self.limits).await;
            let outcomes = outcomes.map_err(|trouble| self.lost(trouble))?;
            for (asked, outcome) in waiting.drain(..outcomes.len()).zip(outcomes) {
                let outcome = match outcome {
                    Outcome::Refused(gap, code) => Outcome::Refused(self.for_role(gap), code),
                    answered @ Outcome::Answered(_) => answered,
                };
                let is_elsewhere =
                    matches!(&outcome, Outcome::Refused(_, code) if code == NO_SUCH_STATEMENT);
                told.push((asked.question, outcome));
                // Nor are the others there: each would be an error in the server's log.
                if is_elsewhere {
                    return Ok(told);
                }
            }
        }
        Ok(told)
    }

    /// The gap with the grant for the role that asked.
    pub(super) fn for_role(&self, mut gap: Gap) -> Gap {
        let role = ask::identifier(&self.role);
        let statements = self.statements.as_deref().unwrap_or_default();
        gap.grant = gap.grant.map(|grant| {
            grant
                .replace(questions::STATEMENTS_SCHEMA, statements)
                .replace("{role}", &role)
        });
        gap
    }

    /// Where an extension is that other questions stand on.
    fn learn(&mut self, question: &Question, answer: &Answer) {
        if question.name == questions::EXTENSIONS {
            let mut rows = answer.rows();
            let found = rows.find(|row| row.text("name") == Some("pg_stat_statements"));
            let schema = found.and_then(|row| row.text("schema").map(ask::identifier));
            self.statements = schema;
        }
    }

    /// Whether the server is in recovery, and whether it refuses writes.
    pub(super) async fn kind(&mut self) -> Result<(bool, bool), Unreachable> {
        let answers = self.ask(&[&questions::KIND]).await?;
        let answer = answers.answers.get(questions::KIND.name);
        let row = answer.and_then(|answer| answer.rows().next());
        let is_on = |column| row.and_then(|row| row.is_on(column));
        match (is_on("in_recovery"), is_on("read_only")) {
            (Some(in_recovery), Some(read_only)) => Ok((in_recovery, read_only)),
            _ => Err(self.at(Trouble::Server("it does not say its kind".to_owned()))),
        }
    }

    /// The time is over.
    fn late(&self) -> Unreachable {
        self.reader.abort();
        let limit = self.limits.answer_max;
        self.at(Trouble::Silent(limit.as_secs().max(1)))
    }

    /// The connection is of no use any more.
    fn lost(&self, trouble: Trouble) -> Unreachable {
        self.reader.abort();
        if self.allowance.is_spent() {
            return self.at(Trouble::TooMuch(self.limits.bytes_max));
        }
        self.at(trouble)
    }

    fn at(&self, trouble: Trouble) -> Unreachable {
        Unreachable {
            place: self.place.clone(),
            trouble,
        }
    }
}
