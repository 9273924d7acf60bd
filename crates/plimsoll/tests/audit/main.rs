//! `plimsoll audit` as a user meets it: the real program on real servers, each
//! kind of drift made to happen and found.

// Clippy knows tests by their attribute; their helpers are tests too.
#![allow(clippy::unwrap_used)]

mod configured;
mod explain;
mod history;
mod mysql;
mod postgresql;
mod prometheus;
mod support;
mod trouble;
