//! `plimsoll.toml`, a section a file: spanned text in, checked types out, all
//! mistakes at once.

pub(crate) mod target;
