//! Logs, events and what was measured in, an incident out: what took a database server down, with
//! the lines that say so, and every layer cleared, suspected or unknown.
//!
//! Data goes one way: bytes of a file -`read`→ entries -`hear`→ signals (`reading` takes a file
//! through both, to a `source`), by `clocks` in one order of time a `story` -`causes`→ weighed
//! causes -`rank`→ scores; `layers` look at the same story. Beside it stand what follows from it
//! alone: `written`, the `scene` of a kill, and what `configured` has a bill say of the moment.
//! Nothing of a log is kept that did not go through `redact`. No IO, no clock.
//!
//! What comes later on that way knows what came before, never the other way round: modules
//! import each other in no circle.

mod cause;
mod causes;
mod clocks;
mod configured;
mod diagnose;
mod excerpt;
mod hear;
mod heard;
mod kills;
mod layers;
mod priced;
mod process;
mod rank;
mod read;
mod reading;
mod record;
mod redact;
mod scene;
mod seen;
mod signal;
mod source;
mod story;
#[cfg(test)]
mod tests;
mod weight;
mod written;

pub use causes::{names as cause_names, page as cause_page};
pub use configured::{Server, server_told};
pub use diagnose::{Question, Told, diagnose};
pub use excerpt::{Excerpt, Taken};
pub use priced::Configured;
pub use read::Handed;
pub use reading::Reading;
pub use seen::{Seen, Track, seen};
pub use source::Source;
pub use written::CHANGED_WITHIN;
