//! postgresql.conf: the dialect of PostgreSQL 12 to 18.
//!
//! From the bytes of the files to what a server would have in force:
//! [`document`] and its tokens, [`gather`] (includes), [`value`] (types, ranges
//! and units by the catalogue), [`resolve`] (what wins, what hides, what is
//! refused).

mod arguments;
mod auto_conf;
mod check;
#[cfg(test)]
mod corpus;
mod document;
mod escape;
mod gather;
mod judge;
mod lexer;
mod list;
mod minor;
mod number;
mod order;
mod refusal;
mod resolve;
mod rewrite;
mod show;
mod startup;
mod value;

pub(crate) use auto_conf::beside;
pub use document::{Assignment, Content, Document, Line, Malformed};
pub(crate) use resolve::{read, read_group};
pub(crate) use rewrite::{line_for, rewrite, value_at};
pub(crate) use show::{integer, real};
pub(crate) use value::as_shown;
