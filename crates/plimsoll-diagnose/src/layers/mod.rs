//! Whether each layer is at fault, a file each. A layer is cleared only by what
//! was seen to work, and never while a cause that is told lies in it, or may.

mod also;
mod application;
mod container;
mod database;
mod deploy;
mod found;
mod kernel;
mod network;
mod operator;
mod orchestrator;
mod storage;
#[cfg(test)]
mod tests;
mod web;

use plimsoll_model::{Cause, Layer, LayerFinding, LayerVerdict};

use crate::signal::Signal;
use crate::story::{Story, lines};
use found::Look;

/// A cause this likely makes its layer suspect; any that is told keeps it from
/// being cleared.
const SUSPECT_MIN: f64 = 0.1;

/// Lines that are shown for a layer.
const EVIDENCE_MAX: usize = 4;

/// Every layer, in the order of [`Layer::ALL`].
pub(crate) fn look(story: &Story, causes: &[Cause]) -> Vec<LayerFinding> {
    let of = |layer| finding(story, causes, layer);
    Layer::ALL.into_iter().map(of).collect()
}

fn finding(story: &Story, causes: &[Cause], layer: Layer) -> LayerFinding {
    let blamed = causes.iter().find(|cause| cause.layer == Some(layer));
    let (verdict, why, evidence) = match (blamed, at(layer, story)) {
        (Some(cause), _) if cause.score >= SUSPECT_MIN => {
            let mut evidence = cause.evidence.clone();
            evidence.truncate(EVIDENCE_MAX);
            (LayerVerdict::Suspect, cause.message.clone(), evidence)
        }
        (Some(cause), _) => {
            let why = format!("not ruled out: {}", cause.message);
            (LayerVerdict::Unknown, why, Vec::new())
        }
        (None, Look::Worked(why, signals)) => match causes.iter().find(|it| may_lie(it, layer)) {
            Some(cause) => {
                let why = format!("{why}; but it may have a part in this: {}", cause.message);
                (LayerVerdict::Unknown, why, Vec::new())
            }
            None => (LayerVerdict::Cleared, why, shown(signals)),
        },
        (None, Look::Odd(why, signals)) => (LayerVerdict::Suspect, why, shown(signals)),
        (None, Look::Unknown(decides)) => (LayerVerdict::Unknown, decides.to_owned(), Vec::new()),
    };
    LayerFinding {
        layer,
        verdict,
        why,
        evidence,
    }
}

/// Whether a cause that is likely enough may have to be mended in a layer that is not its
/// own.
fn may_lie(cause: &Cause, layer: Layer) -> bool {
    cause.score >= SUSPECT_MIN && also::layers(cause.class).contains(&layer)
}

fn shown(signals: Vec<&Signal>) -> Vec<plimsoll_model::LogLine> {
    lines(signals.into_iter().take(EVIDENCE_MAX))
}

fn at(layer: Layer, story: &Story) -> Look<'_> {
    match layer {
        Layer::Database => database::look(story),
        Layer::Container => container::look(story),
        Layer::Kernel => kernel::look(story),
        Layer::Orchestrator => orchestrator::look(story),
        Layer::Application => application::look(story),
        Layer::Deploy => deploy::look(story),
        Layer::Web => web::look(story),
        Layer::Network => network::look(story),
        Layer::Storage => storage::look(story),
        Layer::Operator => operator::look(story),
    }
}
