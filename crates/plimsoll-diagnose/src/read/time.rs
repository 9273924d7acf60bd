//! The times of logs, in every form that they are written in. Each function
//! reads a time at the beginning of a text and tells how many bytes it took.
//! Knows no format of logs; a date that cannot be is no time.
//!
//! A time without a zone is [`When::Zoneless`]; so is one whose zone is an
//! abbreviation of several meanings. A time without a year is
//! [`When::Yearless`]: whoever has the times of other files puts it right with
//! [`nearest_year`].

mod cursor;
#[cfg(test)]
mod tests;
mod zone;

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::record::When;
use cursor::{Clockface, Cursor};

/// A time and the bytes that it takes at the beginning of a text.
pub(crate) type Told = Option<(When, usize)>;

/// The year a time without one is taken in: one with a 29 February.
const YEARLESS: u32 = 2000;

/// Months as C and its descendants shorten them.
const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// Days of the week, likewise.
const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

/// A time with its date in figures: [`iso`], [`short_year`] or [`epoch`].
pub(crate) fn figures(text: &[u8]) -> Told {
    iso(text)
        .or_else(|| short_year(text))
        .or_else(|| epoch(text))
}

/// The first time that stands anywhere in a text, and where: [`iso`], or seconds
/// with a fraction, as `PostgreSQL`'s `%n`. Other numbers may be anything.
pub(crate) fn find(text: &[u8]) -> Option<(When, Range<usize>)> {
    let begins = |at: &usize| {
        text[*at].is_ascii_digit() && (*at == 0 || !text[*at - 1].is_ascii_alphanumeric())
    };
    let mut starts = (0..text.len()).filter(begins);
    starts.find_map(|at| {
        let seconds = || epoch(&text[at..]).filter(|_| text.get(at + 10) == Some(&b'.'));
        let (when, bytes) = iso(&text[at..]).or_else(seconds)?;
        Some((when, at..at + bytes))
    })
}

/// `2024-05-22 10:00:00.123 CEST`, `2024-05-22T10:00:00.123456Z`,
/// `2024/05/22 10:00:00`, `2024-05-22 10:00:00,123`, `2024-05-22  9:00:00`; a
/// day of the week may stand before it.
pub(crate) fn iso(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    if cursor.one_of(&DAYS).is_some() {
        cursor.byte(b' ')?;
    }
    let year = cursor.figures(4)?;
    let separator = cursor.any(b"-/")?;
    let month = cursor.figures(2)?;
    cursor.byte(separator)?;
    let day = cursor.figures(2)?;
    cursor.any(b"T ")?;
    let time = cursor.clockface()?;
    zoned(year, month, day, time, &mut cursor)
}

/// `240522 10:00:00`, `240522  9:00:00`: MySQL to 5.6, MariaDB to 10.1 and
/// `mysqld_safe`. The century is this one.
pub(crate) fn short_year(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    let (year, month, day) = (cursor.figures(2)?, cursor.figures(2)?, cursor.figures(2)?);
    cursor.byte(b' ')?;
    let time = cursor.clockface()?;
    let at = stamp(2000 + year, month, day, time, 0)?;
    Some((When::Zoneless(at), cursor.at()))
}

/// `1716372000`, `1716372000.123`; 13, 16 or 19 digits are milliseconds,
/// microseconds or nanoseconds.
pub(crate) fn epoch(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    let (figures, number) = cursor.number()?;
    let per_second = match figures {
        10 => 1,
        13 => 1_000,
        16 => 1_000_000,
        19 => 1_000_000_000,
        _ => return None,
    };
    let seconds = i64::try_from(number / per_second).ok()?;
    let nanos = number % per_second * (1_000_000_000 / per_second);
    let nanos = i32::try_from(nanos).ok()? + if figures == 10 { cursor.fraction() } else { 0 };
    let at = Timestamp::new(seconds, nanos).ok()?;
    Some((When::Utc(at), cursor.at()))
}

/// `May 22 10:00:00`, `May  2 10:00:00.123`: syslog as in RFC 3164, without a
/// year and without a zone.
pub(crate) fn syslog(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    let month = cursor.one_of(&MONTHS)?;
    cursor.byte(b' ')?;
    let day = cursor.padded()?;
    cursor.byte(b' ')?;
    let time = cursor.clockface()?;
    let at = stamp(YEARLESS, month, day, time, 0)?;
    Some((When::Yearless(at), cursor.at()))
}

/// `0522 10:00:00.123456`: klog's, behind the letter of its level (k8s.io/klog,
/// internal/buffer); without a year and without a zone.
pub(crate) fn klog(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    let (month, day) = (cursor.figures(2)?, cursor.figures(2)?);
    cursor.byte(b' ')?;
    let time = cursor.clockface()?;
    let at = stamp(YEARLESS, month, day, time, 0)?;
    Some((When::Yearless(at), cursor.at()))
}

/// `22-05-2024 10:00:00`: the day first, as `date +"%d-%m-%Y %H:%M:%S"` writes it.
pub(crate) fn day_first(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    let day = cursor.figures(2)?;
    cursor.byte(b'-')?;
    let month = cursor.figures(2)?;
    cursor.byte(b'-')?;
    let year = cursor.figures(4)?;
    cursor.byte(b' ')?;
    let time = cursor.clockface()?;
    let at = stamp(year, month, day, time, 0)?;
    Some((When::Zoneless(at), cursor.at()))
}

/// `22/May/2024:10:00:00 +0200`: access logs of web servers and proxies; also
/// `22/May/2024:10:00:00.123` without a zone, as `HAProxy` writes it.
pub(crate) fn access(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    let day = cursor.figures(2)?;
    cursor.byte(b'/')?;
    let month = cursor.one_of(&MONTHS)?;
    cursor.byte(b'/')?;
    let year = cursor.figures(4)?;
    cursor.byte(b':')?;
    let time = cursor.clockface()?;
    zoned(year, month, day, time, &mut cursor)
}

/// `Wed May 22 10:00:00 2024`, `Wed May 22 10:00:00.123456 2024`: C's `ctime`,
/// as `dmesg -T` and Apache's error log write it.
pub(crate) fn ctime(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    cursor.one_of(&DAYS)?;
    cursor.byte(b' ')?;
    let month = cursor.one_of(&MONTHS)?;
    cursor.byte(b' ')?;
    let day = cursor.padded()?;
    cursor.byte(b' ')?;
    let time = cursor.clockface()?;
    cursor.byte(b' ')?;
    let year = cursor.figures(4)?;
    let at = stamp(year, month, day, time, 0)?;
    Some((When::Zoneless(at), cursor.at()))
}

/// `[12345.678901]`, `[    0.000000]`, `[Wed May 22 10:00:00 2024]`: the kernel's
/// ring buffer, since its start or as `dmesg -T` has it.
pub(crate) fn bracketed(text: &[u8]) -> Told {
    let inner = text.strip_prefix(b"[")?;
    let (when, bytes) = since_boot(inner).or_else(|| ctime(inner))?;
    (inner.get(bytes) == Some(&b']')).then_some((when, bytes + 2))
}

fn since_boot(text: &[u8]) -> Told {
    let mut cursor = Cursor::new(text);
    cursor.blanks();
    let (_, seconds) = cursor.number()?;
    let before = cursor.at();
    let nanos = cursor.fraction();
    if cursor.at() == before {
        return None;
    }
    let at = Timestamp::new(i64::try_from(seconds).ok()?, nanos).ok()?;
    Some((When::SinceBoot(at), cursor.at()))
}

/// A time without a year, in the year in which it is nearest to another time.
pub(crate) fn nearest_year(at: Timestamp, near: Timestamp) -> Timestamp {
    let civil = at.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let year = near.to_zoned(jiff::tz::TimeZone::UTC).year();
    let years = [year, year.saturating_sub(1), year.saturating_add(1)];
    let in_years = years.into_iter().filter_map(|year| {
        // A 29 February stands only in a year that has one.
        let date = Date::new(year, civil.month(), civil.day()).ok()?;
        jiff::tz::Offset::UTC
            .to_timestamp(date.to_datetime(civil.time()))
            .ok()
    });
    in_years
        .min_by_key(|at| at.duration_since(near).abs())
        .unwrap_or(at)
}

/// The time with the zone that stands behind it.
fn zoned(year: u32, month: u32, day: u32, time: Clockface, cursor: &mut Cursor<'_>) -> Told {
    let offset = zone::read(cursor);
    let at = stamp(year, month, day, time, offset.unwrap_or(0))?;
    let when = match offset {
        Some(_) => When::Utc(at),
        None => When::Zoneless(at),
    };
    Some((when, cursor.at()))
}

/// The moment of a date and a time, `offset` seconds east of Greenwich.
fn stamp(year: u32, month: u32, day: u32, time: Clockface, offset: i32) -> Option<Timestamp> {
    let figure = |number: u32| i8::try_from(number).ok();
    let date = Date::new(i16::try_from(year).ok()?, figure(month)?, figure(day)?).ok()?;
    let time = jiff::civil::Time::new(
        figure(time.hour)?,
        figure(time.minute)?,
        // A leap second has no moment of its own.
        figure(time.second.min(59))?,
        time.nanos,
    );
    let offset = jiff::tz::Offset::from_seconds(offset).ok()?;
    offset.to_timestamp(date.to_datetime(time.ok()?)).ok()
}
