//! Every format, a file each, in the order in which they are tried: the telling
//! before the general. `severity`, `prefix`, `postgresql_fields` and `json` are
//! what several of them share.

mod cloudnative_pg;
mod json;
mod mysql_error;
mod mysql_json;
mod plain;
mod postgresql_csv;
mod postgresql_fields;
mod postgresql_json;
mod postgresql_stderr;
mod prefix;
mod severity;
#[cfg(test)]
mod tests;

use super::Handed;
use super::format::{Format, Recognise};

/// Tried on what is handed in as a log or as the kernel's.
static FORMATS: &[Recognise] = &[
    cloudnative_pg::recognise,
    postgresql_json::recognise,
    mysql_json::recognise,
    postgresql_csv::recognise,
    postgresql_stderr::recognise,
    mysql_error::recognise,
];

/// The format of a file that begins like this.
pub(super) fn recognise(head: &[u8], _handed: Handed) -> Box<dyn Format> {
    let recognised = FORMATS.iter().find_map(|recognise| recognise(head));
    recognised.unwrap_or_else(|| Box::new(plain::Plain))
}
