//! From log odds to scores: over all causes, and over "something else", they sum
//! to one.

use std::panic::{AssertUnwindSafe, catch_unwind};

use plimsoll_model::{Cause, CauseClass};

use crate::cause::{CauseKind, Weighed};
use crate::story::Story;

/// Scores below this are not told.
const TOLD_MIN: f64 = 0.03;

/// "Nothing to mend" and "no reason is known" are said of the whole: where a
/// reason is likelier than not, they are less likely by this much.
const YIELDED: f64 = 3.0;

/// Whether a class says that there is no reason, or none to mend.
fn yields(kind: &CauseKind) -> bool {
    matches!(kind.class, CauseClass::Benign | CauseClass::Unknown)
}

fn yield_to_reasons(weighed: &mut [(&CauseKind, Weighed)]) {
    let reasons = weighed.iter().filter(|(kind, _)| !yields(kind));
    let has_reason = reasons.map(|(_, it)| it.log_odds).any(|odds| odds >= 0.0);
    if has_reason {
        for (_, it) in weighed.iter_mut().filter(|(kind, _)| yields(kind)) {
            it.log_odds -= YIELDED;
        }
    }
}

/// The causes that are worth telling, best first. A cause that panics is left
/// out and its name told beside.
pub(crate) fn rank(story: &Story, kinds: &[&'static CauseKind]) -> (Vec<Cause>, Vec<&'static str>) {
    let mut failed = Vec::new();
    let mut weighed: Vec<(&CauseKind, Weighed)> = Vec::new();
    for kind in kinds {
        match catch_unwind(AssertUnwindSafe(|| (kind.weigh)(story))) {
            Ok(Some(one)) => weighed.push((kind, one)),
            Ok(None) => {}
            Err(_) => failed.push(kind.name),
        }
    }
    yield_to_reasons(&mut weighed);
    // "Something else" has log odds of zero.
    let all: f64 = 1.0 + weighed.iter().map(|(_, it)| it.log_odds.exp()).sum::<f64>();
    let mut causes: Vec<Cause> = weighed
        .into_iter()
        .map(|(kind, it)| Cause {
            name: kind.name,
            class: kind.class,
            layer: it.layer.or(kind.layer),
            score: it.log_odds.exp() / all,
            parameters: it.parameters,
            message: it.message,
            evidence: it.evidence,
            against: it.against,
        })
        .filter(|cause| cause.score >= TOLD_MIN)
        .collect();
    causes.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(one.name.cmp(other.name))
    });
    (causes, failed)
}
