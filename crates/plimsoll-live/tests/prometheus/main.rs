//! A user's Prometheus, asked for a server's host: what a double says that is keyed by
//! query, what strangers say in its place, and Debian's own.

// Clippy knows tests by their attribute; their helpers are tests too.
#![allow(clippy::unwrap_used)]

mod facts;
mod gaps;
mod hostile;
mod login;
mod real;
mod sampled;
mod support;
