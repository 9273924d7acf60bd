//! What a running host says of itself.
//!
//! `read` has no means to change anything: it opens files for reading and
//! nothing else. What it cannot find out is [`plimsoll_model::Known::Unknown`]
//! with the reason, never a guess.

pub mod read;
