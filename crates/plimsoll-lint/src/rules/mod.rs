//! The rules, a folder an area, a file a rule.

pub(crate) mod accept;
pub(crate) mod conn;
pub(crate) mod drift;
pub(crate) mod dur;
pub(crate) mod fault;
pub(crate) mod host;
pub(crate) mod house;
pub(crate) mod live;
pub(crate) mod log;
pub(crate) mod mem;
pub(crate) mod plan;
pub(crate) mod read;
pub(crate) mod repl;
pub(crate) mod sec;
pub(crate) mod topology;
pub(crate) mod vac;
pub(crate) mod ver;
pub(crate) mod wal;
