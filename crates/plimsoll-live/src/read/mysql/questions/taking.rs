//! What is taken of the rows of a statement.

/// How the rows of a statement become those of its question.
#[derive(Clone, Copy, Debug)]
pub(in crate::read::mysql) enum Taking {
    /// They have its columns.
    AsAsked,
    /// These of the server's columns are its columns.
    Columns(&'static [&'static str]),
    /// All of the server's columns.
    Whole,
    /// One row: how many there are, and the sum of one column.
    CountAndSum(&'static str),
}
