//! The rules, a folder an area, a file a rule.

pub(crate) mod fault;
pub(crate) mod mem;
pub(crate) mod read;
