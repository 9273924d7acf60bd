//! Services that are probed: what doubles of them say, what strangers say in their
//! place, and Debian's own Prometheus as one.

// Clippy knows tests by their attribute; their helpers are tests too.
#![allow(clippy::unwrap_used)]

mod doubles;
mod hostile;
mod real;
mod support;
