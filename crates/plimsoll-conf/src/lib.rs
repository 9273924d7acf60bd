//! Text (bytes) to settings and back: the two dialects, the catalogue of
//! parameters, smallest edits.
//!
//! Parsing never fails and loses nothing: what cannot be read is a `Problem`
//! with its place, and printing what was parsed gives back every byte. This
//! crate opens no file: it says what it [`Need`]s and the caller reads it.

pub mod catalogue;
pub mod document;
pub mod edit;
mod files;
pub mod format;
mod load;
mod names;
mod request;

pub use files::{Entry, Files, Need};
pub use load::{LoadReading, read_load};
pub use names::nearest;
pub use request::{Outcome, Request};
