//! What a section is made of.

use jiff::Timestamp;
use plimsoll_report::json::ServerStatus;

use crate::top::input::Detail;

/// What is seen of a server.
pub(in crate::top) struct Seen<'a> {
    pub(in crate::top) server: &'a ServerStatus,
    /// Its figures, once they were asked for.
    pub(in crate::top) detail: Option<&'a Detail>,
    /// As of when.
    pub(in crate::top) at: Option<Timestamp>,
}
