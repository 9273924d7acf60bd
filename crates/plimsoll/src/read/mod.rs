//! Reading what was asked about: files off the disk for the pure crates.
//!
//! Nothing here understands a configuration; it answers what `conf` needs and
//! keeps to the folder checked.

mod case;
mod configuration;
mod find;
mod found;
mod given;
mod reader;
mod running;
mod said;
mod secrets;
mod stream;
mod version;

pub(crate) use case::{Asked, Case, cases, configs};
pub(crate) use found::{Found, found};
pub(crate) use given::{given, policy};
pub(crate) use reader::{entry_now, my_cnf_entry, reason};
pub(crate) use running::{NextStart, Running, next_start};
pub(crate) use stream::{each_block, opened, unpacked};
