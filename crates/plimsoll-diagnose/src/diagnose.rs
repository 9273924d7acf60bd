//! The question and its answer.

use jiff::Timestamp;
use plimsoll_model::Incident;

use crate::causes::CAUSES;
use crate::priced::Configured;
use crate::source::Source;
use crate::story::Story;
use crate::{clocks, configured, kills, layers, rank, story};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The moment it is about; none: the first time that something hurt.
    pub at: Option<Timestamp>,
    /// The configurations that were in force, of whichever servers.
    pub configured: Vec<Configured>,
}

/// Files that were read, their times in one order.
#[derive(Debug)]
pub struct Told {
    sources: Vec<Source>,
    at: Option<Timestamp>,
}

impl Told {
    /// Puts the times of files together. `at`: the moment asked about.
    pub fn of(mut sources: Vec<Source>, at: Option<Timestamp>) -> Self {
        clocks::put_together(&mut sources, at);
        kills::drop_other_servers(&mut sources);
        Self { sources, at }
    }

    /// The moment asked about, else the first time that something hurt.
    pub fn moment(&self) -> Option<Timestamp> {
        let signals = self.sources.iter().flat_map(|source| &source.signals);
        self.at.or_else(|| story::first_hurt(signals))
    }

    /// Adds what was found out once the moment was known; its times have zones.
    pub fn add(&mut self, source: Source) {
        self.sources.push(source);
    }

    /// What took it down. `configured`: the configurations that were in force, of
    /// whichever servers.
    pub fn explained(self, configured: &[Configured]) -> Incident {
        let sources = self.sources;
        let read = sources.iter().map(|source| source.read.clone()).collect();
        let mut told = Story::new(sources, self.at);
        told.priced = configured::look(&told, configured);
        let (causes, _failed) = rank::rank(&told, CAUSES);
        let layers = layers::look(&told, &causes);
        let times = told.signals().filter_map(|signal| signal.at);
        let window = times.fold(None, crate::source::widen);
        let timeline = story::lines(told.signals());
        Incident {
            window,
            moment: told.moment,
            draft: configured::draft(causes.first(), &told),
            call: None,
            causes,
            layers,
            timeline,
            read,
        }
    }
}

/// What took it down.
pub fn diagnose(sources: Vec<Source>, question: &Question) -> Incident {
    Told::of(sources, question.at).explained(&question.configured)
}
