//! The zone behind a time: an offset, `Z`, or an abbreviation of one meaning.
//! Knows no rules of summer time: an abbreviation says by itself which it is.

use super::cursor::Cursor;

/// Furthest from Greenwich that a zone is, in hours.
const HOURS_MAX: u32 = 15;

/// Abbreviations and their minutes east of Greenwich; none where several zones
/// have the same one. Source: the IANA time zone data (2024a), those that are
/// in use today; `PST` and `CDT` are America's, though Manila and Havana use
/// them too.
const ABBREVIATIONS: [(&str, Option<i32>); 51] = [
    ("UTC", Some(0)),
    ("GMT", Some(0)),
    ("Z", Some(0)),
    ("UCT", Some(0)),
    ("WET", Some(0)),
    ("WEST", Some(60)),
    ("BST", Some(60)),
    ("CET", Some(60)),
    ("CEST", Some(120)),
    ("MET", Some(60)),
    ("MEST", Some(120)),
    ("EET", Some(120)),
    ("EEST", Some(180)),
    ("MSK", Some(180)),
    ("EST", Some(-300)),
    ("EDT", Some(-240)),
    ("CDT", Some(-300)),
    ("MST", Some(-420)),
    ("MDT", Some(-360)),
    ("PST", Some(-480)),
    ("PDT", Some(-420)),
    ("AKST", Some(-540)),
    ("AKDT", Some(-480)),
    ("HST", Some(-600)),
    ("AST", Some(-240)),
    ("ADT", Some(-180)),
    ("NST", Some(-210)),
    ("NDT", Some(-150)),
    ("JST", Some(540)),
    ("KST", Some(540)),
    ("HKT", Some(480)),
    ("PKT", Some(300)),
    ("WIB", Some(420)),
    ("WITA", Some(480)),
    ("WIT", Some(540)),
    ("SAST", Some(120)),
    ("CAT", Some(120)),
    ("EAT", Some(180)),
    ("WAT", Some(60)),
    ("IDT", Some(180)),
    ("AWST", Some(480)),
    ("ACST", Some(570)),
    ("ACDT", Some(630)),
    ("AEST", Some(600)),
    ("AEDT", Some(660)),
    ("NZST", Some(720)),
    ("NZDT", Some(780)),
    ("SST", Some(-660)),
    ("ChST", Some(600)),
    // India, Israel, Ireland.
    ("IST", None),
    // Central America, China, Cuba.
    ("CST", None),
];

/// The seconds east of Greenwich that stand next, behind a blank or without;
/// none where no zone stands there or it has several meanings. A text that is
/// no zone is not gone past.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<i32> {
    let before = cursor.at();
    let _blank = cursor.byte(b' ');
    let letters = cursor.letters();
    let known = ABBREVIATIONS
        .iter()
        .find(|(name, _)| name.as_bytes() == letters);
    if let Some((name, minutes)) = known {
        cursor.back_to(cursor.at() + name.len());
        return minutes.map(|minutes| minutes * 60);
    }
    let offset = offset(cursor);
    if offset.is_none() {
        cursor.back_to(before);
    }
    offset
}

/// `+02`, `-0330`, `+05:45`.
fn offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    let sign = match cursor.any(b"+-")? {
        b'-' => -1,
        _ => 1,
    };
    let hours = cursor.figures(2)?;
    let behind_hours = cursor.at();
    let is_apart = cursor.byte(b':').is_some();
    let minutes = cursor.figures(2);
    if minutes.is_none() && is_apart {
        cursor.back_to(behind_hours);
    }
    let minutes = minutes.unwrap_or(0);
    // A longer number is a process id behind a hyphen.
    let ends = cursor.next().is_none_or(|next| !next.is_ascii_digit());
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (ends && hours <= HOURS_MAX && minutes < 60).then_some(sign * seconds)
}
