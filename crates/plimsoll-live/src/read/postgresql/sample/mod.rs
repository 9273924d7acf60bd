//! Samples of a server over one connection kept open. What a figure means for the
//! server is not known here, nor how often it is asked for.

mod blockers;
mod mark;
mod prepared;
mod questions;
mod streams;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Answer, Blocker, Gap, Reading, Sample, Source, Version};

use self::blockers::BLOCKERS;
use self::prepared::Prepared;
use super::address::Address;
use super::ask::Outcome;
use super::connection::Connection;
use super::limits::Limits;
use super::questions::{EXTENSIONS, all};
use super::snapshot::{identity, pooler_evidence};
use super::unreachable::Unreachable;
use crate::read::Question;
use crate::read::one_line::one_line;
use crate::read::readings::Meaning;

/// How long a question whose right is missing is not put again: each refusal is an
/// error in the server's log.
const REFUSED_FOR: SignedDuration = SignedDuration::from_mins(10);
/// What is dear is asked so seldom that it takes no more than this part of the time: a
/// millisecond in ten seconds.
const DEAR_SHARE: f64 = 1e-4;

/// A server that is sampled.
#[derive(Debug)]
pub struct Sampler {
    connection: Connection,
    version_text: String,
    prepared: Prepared,
    meanings: BTreeMap<&'static str, Meaning>,
    /// What was refused, and until when it is not asked again.
    refused: BTreeMap<&'static str, (Timestamp, Gap)>,
    /// Parts of the mark that are refused: not asked again on this connection.
    unmarked: BTreeSet<&'static str>,
    /// When the dear question may be put again.
    statements_from: Option<Timestamp>,
}

/// What a sample is made of while it is.
#[derive(Default)]
struct Taken {
    readings: Vec<Reading>,
    blockers: Vec<Blocker>,
    gaps: Vec<Gap>,
}

impl Taken {
    fn sample(self, at: Timestamp, source: Source, began: Instant) -> Sample {
        Sample {
            at,
            source,
            took_seconds: began.elapsed().as_secs_f64(),
            readings: self.readings,
            blockers: self.blockers,
            gaps: self.gaps,
        }
    }
}

impl Sampler {
    /// Opens the connection. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`Unreachable`], which says what was in the way; `trouble.reach()` what that says
    /// of the server.
    pub async fn open(address: &Address, limits: &Limits) -> Result<Self, Unreachable> {
        let mut connection = Connection::open(address, limits).await?;
        let mut about = all();
        about.retain(|question| ["identity", EXTENSIONS].contains(&question.name));
        let about = connection.ask(&about).await?;
        let version_text = identity(&about).and_then(|row| row.text("version"));
        let version_text = version_text.map_or_else(|| connection.version().to_string(), one_line);
        let prepared = if pooler_evidence(&about, &connection).is_some() {
            Prepared::Never
        } else {
            Prepared::Here(BTreeMap::new())
        };
        Ok(Self {
            connection,
            version_text,
            prepared,
            meanings: BTreeMap::new(),
            refused: BTreeMap::new(),
            unmarked: BTreeSet::new(),
            statements_from: None,
        })
    }

    /// The server's version.
    pub const fn version(&self) -> Version {
        self.connection.version()
    }

    /// What it calls its version (`15.18 (Debian …)`).
    pub fn version_text(&self) -> &str {
        &self.version_text
    }

    /// Whether the connection was closed from the other side, as it is when the server
    /// dies. Of a machine that vanished nothing comes, not even that.
    pub fn is_cut(&self) -> bool {
        self.connection.is_cut()
    }

    /// All that is cheap, in one round trip; one more where somebody waits for a lock,
    /// and one where the statements' turn has come.
    ///
    /// # Errors
    /// [`Unreachable`]; the sampler is of no use after it.
    pub async fn sample(&mut self, at: Timestamp) -> Result<Sample, Unreachable> {
        let began = Instant::now();
        let mut taken = Taken::default();
        let sessions = self.take(questions::CHEAP, at, &mut taken).await?;
        let sessions = sessions.iter().flat_map(Answer::rows).next();
        let count = |column| sessions.and_then(|row| row.count(column)).unwrap_or(0);
        if count(questions::HIDDEN) > 0 {
            taken.gaps.push(self.hidden());
        }
        let waiting = count(questions::WAITING);
        if waiting > 0 {
            self.take_blockers(waiting, at, &mut taken).await?;
        }
        self.take_statements(at, &mut taken).await?;
        Ok(taken.sample(at, Source::Server, began))
    }

    /// Sizes of databases, of the WAL's folder and of what waits to be archived.
    ///
    /// # Errors
    /// As [`Sampler::sample`].
    pub async fn seldom(&mut self, at: Timestamp) -> Result<Sample, Unreachable> {
        let began = Instant::now();
        let mut taken = Taken::default();
        self.take(questions::SELDOM, at, &mut taken).await?;
        // An extension may come and go.
        let mut extensions = all();
        extensions.retain(|question| question.name == EXTENSIONS);
        self.connection.ask(&extensions).await?;
        Ok(taken.sample(at, Source::Seldom, began))
    }

    /// A digest that changes when the settings in force may have.
    ///
    /// # Errors
    /// As [`Sampler::sample`].
    pub async fn mark(&mut self) -> Result<String, Unreachable> {
        let parts = mark::PARTS.iter();
        let parts: Vec<_> = parts
            .filter(|it| !self.unmarked.contains(it.name))
            .collect();
        let mut digest = Vec::new();
        for (question, outcome) in self.prepared.ask(&mut self.connection, &parts).await? {
            match outcome {
                Outcome::Answered(answer) => digest.extend(
                    answer
                        .rows()
                        .filter_map(|row| row.text("mark").map(one_line)),
                ),
                Outcome::Refused(..) => {
                    self.unmarked.insert(question.name);
                }
            }
        }
        Ok(digest.join(" "))
    }

    /// What the server hides and says nothing.
    fn hidden(&self) -> Gap {
        self.connection.for_role(Gap {
            what: "sessions".to_owned(),
            why: "in part: the server hides what other roles' sessions and replicas do from this role"
                .to_owned(),
            grant: Some("GRANT pg_monitor TO {role}".to_owned()),
        })
    }

    /// The readings of those that fit; the first answer is given back.
    async fn take(
        &mut self,
        questions: &'static [Question],
        at: Timestamp,
        taken: &mut Taken,
    ) -> Result<Option<Answer>, Unreachable> {
        let answers = self.answers(questions, at, taken).await?;
        let mut first = None;
        for (question, answer) in answers {
            let meaning = self.meanings.entry(question.name);
            let meaning = meaning.or_insert_with(|| Meaning::of(question));
            meaning.read(&answer, &mut taken.readings, &mut taken.gaps);
            first.get_or_insert(answer);
        }
        Ok(first)
    }

    async fn answers(
        &mut self,
        questions: &'static [Question],
        at: Timestamp,
        taken: &mut Taken,
    ) -> Result<Vec<(&'static Question, Answer)>, Unreachable> {
        self.refused.retain(|_, (until, _)| at < *until);
        let version = self.version();
        let fit = questions.iter().filter(|question| question.fits(version));
        let (refused, asked): (Vec<_>, Vec<_>) =
            fit.partition(|question| self.refused.contains_key(question.name));
        let known = refused.iter().filter_map(|it| self.refused.get(it.name));
        taken.gaps.extend(known.map(|(_, gap)| gap.clone()));
        let told = self.prepared.ask(&mut self.connection, &asked).await?;
        let mut answers = Vec::with_capacity(told.len());
        for (question, outcome) in told {
            match outcome {
                Outcome::Answered(answer) => answers.push((question, answer)),
                Outcome::Refused(gap, code) => {
                    self.prepared.forget(question);
                    // Rights and names do not come back by themselves; locks do.
                    if code.starts_with("42") {
                        let until = at.saturating_add(REFUSED_FOR).unwrap_or(at);
                        self.refused.insert(question.name, (until, gap.clone()));
                    }
                    taken.gaps.push(gap);
                }
            }
        }
        Ok(answers)
    }

    async fn take_blockers(
        &mut self,
        waiting: u64,
        at: Timestamp,
        taken: &mut Taken,
    ) -> Result<(), Unreachable> {
        let question = std::slice::from_ref(&BLOCKERS);
        let answers = self.answers(question, at, taken).await?;
        if let Some((_, answer)) = answers.first() {
            let (roots, gap) = blockers::roots(answer, waiting);
            taken.blockers = roots;
            taken.gaps.extend(gap);
        }
        Ok(())
    }

    async fn take_statements(
        &mut self,
        at: Timestamp,
        taken: &mut Taken,
    ) -> Result<(), Unreachable> {
        if self.statements_from.is_some_and(|from| at < from) {
            return Ok(());
        }
        if !self.connection.has_statements() {
            taken.gaps.push(Gap {
                what: "statements".to_owned(),
                why: "pg_stat_statements is not in the database that is connected to: CREATE EXTENSION pg_stat_statements there"
                    .to_owned(),
                grant: None,
            });
            return Ok(());
        }
        let began = Instant::now();
        self.take(questions::STATEMENTS, at, taken).await?;
        let pause = began.elapsed().as_secs_f64() / DEAR_SHARE;
        let pause = SignedDuration::try_from_secs_f64(pause).unwrap_or(REFUSED_FOR);
        self.statements_from = at.saturating_add(pause).ok();
        Ok(())
    }
}
