//! The words that every crate of Plimsoll shares.
//!
//! Plain data with public fields; invariants live in constructors. This crate
//! knows no file format, no formula and no rule, does no IO and reads no clock.

mod bytes;
mod engine;
mod known;

pub use bytes::Bytes;
pub use engine::Engine;
pub use known::Known;
