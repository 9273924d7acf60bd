//! Both kinds of store held to one suite, and each to what it alone can meet.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test, which names what it skips"
)]

mod conformance;
mod file;
mod processes;
mod recorded;
mod samples;
mod server;
mod support;
