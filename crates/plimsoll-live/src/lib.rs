//! The only crate that reaches a production database or its host.
//!
//! [`read`] asks and never writes. What the answers mean is not known here:
//! they leave as they came, as a snapshot.

pub mod read;
