//! Whether a text is a time stamp to the server, as its check of
//! `recovery_target_time` reads one. Knows no parameter and no file; what was
//! set before and matters here is told in `Around`.
//!
//! Facts: `ParseDateTime` and `DecodeDateTime` of datetime.c, `tm2timestamp` of
//! timestamp.c and `check_recovery_target_time` of PostgreSQL 12 to 18; every
//! line of the tests was answered by servers 12, 15 and 18. Left to the server:
//! which names of time zones its machine has.

mod calendar;
mod clock;
mod date;
mod fields;
mod named;
mod parts;
mod reading;
mod words;

use fields::Field;
use reading::Reading;

/// The order of the numbers of a date, where none of them shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format::postgresql) enum Order {
    Ymd,
    Dmy,
    Mdy,
}

/// What was set before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format::postgresql) struct Around {
    /// Of `DateStyle`.
    pub(in crate::format::postgresql) order: Order,
    pub(in crate::format::postgresql) abbreviations: Abbreviations,
}

/// Which abbreviations of time zones (`Z`, `CEST`) may be known. While it starts
/// the server knows them only behind a line that brings them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::format::postgresql) enum Abbreviations {
    /// None.
    No,
    /// Those of the zone in force, since 18.
    OfZone,
    /// Those of `timezone_abbreviations`.
    OfSet,
}

impl Default for Around {
    /// As the server begins.
    fn default() -> Self {
        Self {
            order: Order::Mdy,
            abbreviations: Abbreviations::No,
        }
    }
}

/// Words that the check refuses although they are time stamps; in these letters
/// and alone.
const REFUSED: [&[u8]; 4] = [b"now", b"today", b"tomorrow", b"yesterday"];

/// Whether a server of that major version takes this time.
pub(in crate::format::postgresql) fn is_taken(text: &[u8], major: u16, around: Around) -> bool {
    !REFUSED.contains(&text) && read(text, major, around).is_some()
}

/// Whether it does after some line before it.
pub(super) fn may_be_taken(text: &[u8], major: u16) -> bool {
    [Order::Mdy, Order::Dmy, Order::Ymd]
        .into_iter()
        .any(|order| {
            let around = Around {
                order,
                abbreviations: Abbreviations::OfSet,
            };
            is_taken(text, major, around)
        })
}

/// `Some` where every field is understood and the whole is a time in range.
fn read(text: &[u8], major: u16, around: Around) -> Option<()> {
    let fields = fields::split(text)?;
    let mut reading = Reading::new(major, around);
    for (at, field) in fields.iter().enumerate() {
        let next = fields.get(at + 1).map(|field: &Field| field.kind);
        reading.take(field, next)?;
    }
    reading.finish()
}

#[cfg(test)]
mod tests;
