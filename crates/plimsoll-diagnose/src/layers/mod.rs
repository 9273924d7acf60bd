//! Whether each layer is at fault: cleared only by what was seen to work.

use plimsoll_model::{Cause, Layer, LayerFinding, LayerVerdict};

use crate::story::Story;

/// A cause this likely makes its layer suspect.
const SUSPECT_MIN: f64 = 0.1;

/// Every layer, in the order of [`Layer::ALL`].
pub(crate) fn look(_story: &Story, causes: &[Cause]) -> Vec<LayerFinding> {
    let of = |layer: Layer| causes.iter().find(|cause| cause.layer == Some(layer));
    Layer::ALL
        .into_iter()
        .map(|layer| match of(layer) {
            Some(cause) if cause.score >= SUSPECT_MIN => LayerFinding {
                layer,
                verdict: LayerVerdict::Suspect,
                why: cause.message.clone(),
                evidence: cause.evidence.clone(),
            },
            _ => LayerFinding {
                layer,
                verdict: LayerVerdict::Unknown,
                why: String::new(),
                evidence: Vec::new(),
            },
        })
        .collect()
}
