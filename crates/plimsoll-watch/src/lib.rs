//! What the samples of a server say: rates, the last 15 minutes, what is usual for
//! it, the live load line and the forecast.
//!
//! A [`Target`] takes what was read, in whatever order it comes, and says at any
//! moment how the server is. It reads no clock (every input brings its moment), does
//! no IO, and its memory is bounded whatever comes in.

mod input;
mod learned;
mod memory;
mod moment;
mod recall;
mod robust;
mod seen;
mod slice;
mod source;
mod table;
mod target;
mod troubles;
mod usual;

pub use input::{Cap, Configured, Input};
pub use recall::Recall;
pub use slice::{Slice, Stretch};
pub use table::{RECENT_POINTS_MAX, RECENT_SECONDS, SERIES_MAX};
pub use target::Target;
pub use troubles::troubles;
