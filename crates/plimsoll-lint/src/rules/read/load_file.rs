//! Load file mistake, as the reading itself reports it.

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A mistake in the file given with `--load`, or named in plimsoll.toml: a field that
    /// no load has, a value out of range, a kind of operation that the engine does not
    /// know.
    ///
    /// ## Why it matters
    ///
    /// What could not be read is not in the bill, so the bill is too small by it.
    ///
    /// ## Example
    ///
    /// `{"kind": "hash_join"}` in the load of a MySQL server: it has `join_buffer`.
    ///
    /// ## What to do instead
    ///
    /// Correct the load file at the place shown.
    ///
    /// ## Sources
    ///
    /// - The format of load files, in the book's page on the memory bill
    LOAD_FILE {
        postgresql: Some("PG-READ-026"),
        mysql: Some("MY-READ-026"),
        name: "load-file-mistake",
        worst: Warning,
        look: Look::LoadProblem,
    }
}
