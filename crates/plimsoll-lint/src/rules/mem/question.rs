//! What can be over the limit, asked of the bill again with other values.

use plimsoll_bill::{Arrivals, sessions_allowed, weigh};
use plimsoll_model::{InForce, Load, Profile, SessionsSource};

use crate::Input;

/// What is over the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// The peak expected under the load.
    Likely,
    /// The bound under the load.
    High,
    /// What is resident before the first session.
    Idle,
    /// The peak expected with a tenth of the sessions that the settings admit,
    /// under the mildest profile.
    Tenth,
}

impl Question {
    /// Bytes, with these settings and this load; `None` where it has no price.
    pub(super) fn ask(self, input: &Input<'_>, settings: &InForce, load: &Load) -> Option<u64> {
        let (facts, profile) = (input.facts, input.profile);
        match self {
            Self::Likely | Self::High => {
                let total = weigh(settings, facts, load, profile, input.arrivals).ok()?;
                Some(if self == Self::High {
                    total.high_bytes
                } else {
                    total.likely_bytes
                })
            }
            Self::Idle => {
                let load = untouched(load);
                let total = weigh(settings, facts, &load, Profile::Oltp, Some(arrivals(0)));
                Some(total.ok()?.low_bytes)
            }
            Self::Tenth => {
                let load = untouched(load);
                let come = Some(arrivals(sessions_allowed(settings) / 10));
                let total = weigh(settings, facts, &load, Profile::Oltp, come);
                Some(total.ok()?.likely_bytes)
            }
        }
    }
}

/// The same data, and no sessions yet.
fn untouched(load: &Load) -> Load {
    Load {
        groups: Vec::new(),
        ..load.clone()
    }
}

/// The sessions of a question that names them.
const fn arrivals(sessions: u64) -> Arrivals {
    Arrivals {
        sessions,
        source: SessionsSource::Declared,
    }
}
