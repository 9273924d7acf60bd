//! Samples of one server over a connection that stays open, and is prepared for what it
//! is asked again and again. It reads no clock but to tell how long a look took, keeps
//! no history and judges nothing.
//!
//! The server's own counters are of all sessions, Plimsoll's among them: a sample adds
//! its statements and one COMMIT.

mod figures;
mod questions;
mod said;
mod sessions;
mod spare;
mod streams;

use std::time::Instant;

use jiff::Timestamp;
use plimsoll_model::{Engine, Gap, Metric, Reading, Sample, Source, Version};

use self::questions::{Ask, MARK, Step};
use self::said::Said;
use super::address::Address;
use super::connection::{Answers, Connection};
use super::limits::Limits;
use super::unreachable::Unreachable;
use crate::read::Question;

pub(super) use self::questions::taking;

/// A server that is asked again and again. After an error it is of no use: open another.
#[derive(Debug)]
pub struct Sampler {
    connection: Connection,
    asks: Vec<&'static Ask>,
    /// Whether the performance schema counts there.
    is_counted: bool,
    started: Option<f64>,
    spare: Option<Address>,
    /// Pages found in the pool, as of the last sample.
    hits: f64,
}

impl Sampler {
    /// Connects, and learns how the server can be asked.
    ///
    /// # Errors
    /// [`Unreachable`], which says what was in the way.
    pub async fn open(address: &Address, limits: &Limits) -> Result<Self, Unreachable> {
        let connection = Connection::open(address, limits).await?;
        let mut asks = questions::all(connection.engine());
        asks.retain(|ask| ask.question.fits(connection.version()));
        let mut sampler = Self {
            connection,
            asks,
            is_counted: false,
            started: None,
            spare: None,
            hits: 0.0,
        };
        let answers = sampler.ask(Step::Opening).await?;
        let said = Said::of(&answers);
        sampler.is_counted = said.is_on("performance_schema");
        sampler.started = said.number("started");
        sampler.spare = spare::address(address, &said);
        Ok(sampler)
    }

    /// What is cheap, in one transaction that only reads.
    ///
    /// # Errors
    /// [`Unreachable`] when the server does not answer, or no longer.
    pub async fn sample(&mut self, at: Timestamp) -> Result<Sample, Unreachable> {
        let begun = Instant::now();
        let (asks, is_counted) = (&self.asks, self.is_counted);
        let mut round = 0;
        // What was said when nothing followed any more is all.
        let mut said = Said::default();
        let next = |answers: &Answers| {
            said = Said::of(answers);
            round += 1;
            let steps = match round {
                1 => vec![Step::Always],
                2 => sessions::beside(&said),
                3 => sessions::further(&said),
                _ => Vec::new(),
            };
            chosen(asks, is_counted, &steps)
        };
        let answers = self.connection.ask_again(next).await?;
        let mut sample = begin(at, Source::Server, &answers, &said);
        self.fill(&mut sample, &answers, &said);
        sample.took_seconds = begun.elapsed().as_secs_f64();
        Ok(sample)
    }

    /// What is dear to ask for: sizes of databases and of binary logs, undo not purged.
    ///
    /// # Errors
    /// As [`Self::sample`].
    pub async fn seldom(&mut self, at: Timestamp) -> Result<Sample, Unreachable> {
        let begun = Instant::now();
        let answers = self.ask(Step::Seldom).await?;
        let said = Said::of(&answers);
        let mut sample = begin(at, Source::Seldom, &answers, &said);
        sample.took_seconds = begun.elapsed().as_secs_f64();
        Ok(sample)
    }

    /// A short text that is another when settings in force, or those of the next start,
    /// may have moved.
    ///
    /// # Errors
    /// As [`Self::sample`].
    pub async fn mark(&mut self) -> Result<String, Unreachable> {
        let answers = self.ask(Step::Mark).await?;
        let row = answers
            .answers
            .get(MARK)
            .and_then(|answer| answer.rows().next());
        let Some(row) = row else {
            let why = answers
                .gaps
                .first()
                .map_or("no settings", |gap| gap.why.as_str());
            return Err(self.connection.refused(why));
        };
        let text = |column| row.text(column).unwrap_or("0");
        let started = self.started.unwrap_or_default();
        Ok(format!(
            "{}-{}-{started}",
            text("settings"),
            text("persisted")
        ))
    }

    /// The engine.
    pub const fn engine(&self) -> Engine {
        self.connection.engine()
    }

    /// The server's version.
    pub const fn version(&self) -> Version {
        self.connection.version()
    }

    /// What the server calls its version.
    pub fn version_text(&self) -> &str {
        self.connection.names().0
    }

    /// Where the same server still lets someone in when every connection is taken:
    /// `MySQL`'s `admin_address` (the account needs `SERVICE_CONNECTION_ADMIN`),
    /// `MariaDB`'s `extra_port`. It is to be kept for that moment: a server that is full
    /// tells nobody.
    pub const fn spare(&self) -> Option<&Address> {
        self.spare.as_ref()
    }

    /// Says goodbye, so that the server does not count a connection that broke off.
    pub async fn leave(self) {
        self.connection.leave().await;
    }

    async fn ask(&mut self, step: Step) -> Result<Answers, Unreachable> {
        let mut questions = Some(chosen(&self.asks, self.is_counted, &[step]));
        let next = |_: &Answers| questions.take().unwrap_or_default();
        self.connection.ask_again(next).await
    }

    fn fill(&mut self, sample: &mut Sample, answers: &Answers, said: &Said) {
        let started = self.started;
        let started = started.map(|it| Reading::plain(Metric::StartedTimestampSeconds, it));
        sample.readings.extend(started);
        sample.readings.extend(self.cache_hits(said));
        sessions::fill(sample, answers, said);
        if !self.is_counted {
            sample.gaps.push(Gap {
                what: questions::WORK.to_owned(),
                why: uncounted(self.engine()).to_owned(),
                grant: None,
            });
        }
    }

    /// The pool counts its two sums apart, so that their difference may fall by a few
    /// while both grow: that would look like a restart, which no connection outlives.
    fn cache_hits(&mut self, said: &Said) -> Option<Reading> {
        let requests = said.number("innodb_buffer_pool_read_requests")?;
        let reads = said.number("innodb_buffer_pool_reads")?;
        self.hits = self.hits.max(requests - reads);
        Some(Reading::plain(Metric::CacheHitsTotal, self.hits))
    }
}

/// What is not counted without the performance schema.
const fn uncounted(engine: Engine) -> &'static str {
    match engine {
        Engine::Mariadb => "performance_schema is off: the time in statements is not counted",
        Engine::Postgresql | Engine::Mysql => {
            "performance_schema is off: neither transactions nor deadlocks nor the time in statements are counted"
        }
    }
}

/// A sample with what the answers say by name and by rows, and what is kept back.
fn begin(at: Timestamp, source: Source, answers: &Answers, said: &Said) -> Sample {
    let mut sample = Sample {
        at,
        source,
        took_seconds: 0.0,
        readings: figures::readings(said),
        blockers: Vec::new(),
        gaps: answers.gaps.clone(),
    };
    streams::fill(&mut sample, answers);
    let cut = answers.answers.iter().filter(|(_, answer)| answer.is_cut);
    let cut = cut.filter(|(name, _)| !streams::tells_of(name));
    sample.gaps.extend(cut.map(|(name, answer)| Gap {
        what: name.clone(),
        why: format!(
            "there are more than the {} that are read",
            answer.rows.len()
        ),
        grant: None,
    }));
    sample
}

/// The questions of some steps that this server can answer.
fn chosen(asks: &[&'static Ask], is_counted: bool, steps: &[Step]) -> Vec<&'static Question> {
    let fit = asks.iter().filter(|ask| steps.contains(&ask.step));
    let fit = fit.filter(|ask| ask.counted.is_none_or(|it| it == is_counted));
    fit.map(|ask| &ask.question).collect()
}
