//! The question and its answer.

use jiff::Timestamp;
use plimsoll_model::Incident;

use crate::causes::CAUSES;
use crate::read::Source;
use crate::story::Story;
use crate::{clocks, layers, rank, story};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The moment it is about; none: the first time that something hurt.
    pub at: Option<Timestamp>,
}

/// What took it down.
pub fn diagnose(mut sources: Vec<Source>, question: &Question) -> Incident {
    clocks::put_together(&mut sources, question.at);
    let read = sources.iter().map(|source| source.read.clone()).collect();
    let told = Story::new(sources, question.at);
    let (causes, _failed) = rank::rank(&told, CAUSES);
    let layers = layers::look(&told, &causes);
    let times = told.signals().filter_map(|signal| signal.at);
    let window = times.fold(None, crate::read::widen);
    let timeline = story::lines(told.signals());
    Incident {
        window,
        moment: told.moment,
        causes,
        layers,
        timeline,
        read,
    }
}
