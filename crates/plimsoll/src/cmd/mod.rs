//! The commands, a file each: read, ask the pure crates, report.

pub(crate) mod bill;
pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod rules;
pub(crate) mod settings;
