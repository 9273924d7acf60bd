//! The command line as a user meets it: the real program on real files.

// Clippy knows tests by their attribute; their helpers are tests too. The hashes
// are expect-test's own.
#![allow(clippy::unwrap_used, clippy::needless_raw_string_hashes)]

mod accepted;
mod against;
mod bad_input;
mod bill;
mod bundle;
mod check;
mod collect;
mod conventions;
mod diagnose;
mod diagnose_configured;
mod example;
mod fix;
mod flags;
mod formats;
mod parameter_group;
mod past;
mod rule_pages;
mod run;
mod secrets;
mod settings;
