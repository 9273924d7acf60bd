//! postgresql.conf: the dialect of PostgreSQL 12 to 18.

mod document;
mod escape;
mod lexer;

pub use document::{Assignment, Content, Document, Line, Malformed};
