//! Settings, facts and a load in; the memory bill and the load line out.
//!
//! [`price`] makes the bill of one configuration under one load; [`solve`] finds
//! the values that would hold. The engines' terms live in a folder each and know
//! nothing of each other; the frame around them (filling the load in, summing,
//! the load line, the levers) knows no engine's parameters.
//!
//! This crate does no IO, reads no clock and does not judge: whether a bill is
//! worth a finding is decided elsewhere.

mod apportion;
mod case;
mod change;
mod engine;
mod fill;
mod hindsight;
mod ledger;
mod lever;
mod load_line;
mod mariadb;
mod mysql;
mod observed;
mod overlay;
mod postgresql;
mod price;
mod profile;
mod solve;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod total;

pub use case::Arrivals;
pub use hindsight::{Doing, Hindsight, Look, Raised, Sighting, background_processes};
pub use observed::{Observed, Past, observed};
pub use overlay::{overlaid, size_text};
pub use price::{price, sessions_allowed, weigh};
pub use solve::solve;

/// Version of the memory model. A change of it stands in the changelog, with
/// what it does to the verdicts of the corpus.
pub const MODEL: &str = "2026.1";
