//! The catalogue: every parameter of every server series that Plimsoll judges,
//! and what is known of the releases.
//!
//! Facts only, read off running servers where one could be had
//! ([`Series::read_from`] says where not). It knows no rule and gives no
//! advice; the tables are made by `cargo xtask gen` from `catalogue/*.toml`.

#[rustfmt::skip]
#[allow(clippy::unreadable_literal, reason = "tables that a program writes")]
mod generated;
mod built_in;
pub(crate) mod forks;
mod lookup;
mod parameter;
mod release;
mod series;
#[cfg(test)]
mod tests;

pub use lookup::{did_you_mean, lookup, names, parameters, renamed, resolve};
pub use parameter::{Argument, Context, Kind, OldName, Parameter, Span, TakesEffect};
pub use release::{Cve, CveSeverity, Date, Fixes, Release, Releases};
pub use series::{Exactness, ReadFrom, Series};
