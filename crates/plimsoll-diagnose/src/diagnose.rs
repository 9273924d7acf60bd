//! The question and its answer.

use jiff::Timestamp;
use plimsoll_model::Incident;

use crate::causes::CAUSES;
use crate::configured::Configured;
use crate::read::Source;
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

/// What took it down.
pub fn diagnose(mut sources: Vec<Source>, question: &Question) -> Incident {
    clocks::put_together(&mut sources, question.at);
    kills::drop_other_servers(&mut sources);
    let read = sources.iter().map(|source| source.read.clone()).collect();
    let mut told = Story::new(sources, question.at);
    told.priced = configured::look(&told, &question.configured);
    let (causes, _failed) = rank::rank(&told, CAUSES);
    let layers = layers::look(&told, &causes);
    let times = told.signals().filter_map(|signal| signal.at);
    let window = times.fold(None, crate::read::widen);
    let timeline = story::lines(told.signals());
    Incident {
        window,
        moment: told.moment,
        draft: configured::draft(causes.first(), &told.priced),
        call: None,
        causes,
        layers,
        timeline,
        read,
    }
}
