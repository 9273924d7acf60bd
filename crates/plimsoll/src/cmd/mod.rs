//! The commands, a file each: read, ask the pure crates, report.

pub(crate) mod audit;
pub(crate) mod bill;
pub(crate) mod check;
pub(crate) mod collect;
pub(crate) mod completions;
pub(crate) mod diagnose;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod history;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod rules;
pub(crate) mod settings;
pub(crate) mod status;
