//! Databases' own entries, wherever they stand: alone in a file, or in what carries
//! the lines of others too.

use super::{mixed, mysql_error, mysql_json, postgresql_csv, postgresql_json, postgresql_stderr};
use crate::read::format::{Format, Recognise};
use crate::read::time;
use crate::record::Speaker;

/// The formats of one database's entries and no others', in the order of all formats.
static DATABASES: &[Recognise] = &[
    postgresql_json::recognise,
    mysql_json::recognise,
    postgresql_csv::recognise,
    postgresql_stderr::recognise,
    mysql_error::recognise,
];

/// Whether a line, which stands alone, is a database's own: no other program writes
/// it, or it begins with a time and has `PostgreSQL`'s severity.
pub(in crate::read) fn is_of_database(line: &[u8]) -> bool {
    let is_severe = || postgresql_stderr::recognise(line).is_some();
    mixed::owner(line).is_some() || time::iso(line).is_some() && is_severe()
}

/// The format of a database's own entries that a text is of.
pub(super) fn speaks(text: &[u8], speaker: Speaker) -> Option<Box<dyn Format>> {
    let mut recognised = DATABASES.iter().filter_map(|recognise| recognise(text));
    recognised.find(|format| format.speaker() == Some(speaker))
}
