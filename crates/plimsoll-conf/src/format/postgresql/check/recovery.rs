//! The `recovery_target` parameters: where recovery is to stop.

use super::Refusal;

/// Longest name of a restore point, in bytes (MAXFNAMELEN - 1).
const RESTORE_POINT_MAX: usize = 63;

/// Whether the server takes this target; an empty one is none.
pub(super) fn target(name: &str, text: &[u8]) -> Result<(), Refusal> {
    if text.is_empty() {
        return Ok(());
    }
    match name {
        "recovery_target" if text != b"immediate" => Err(Refusal::bad("takes immediate only")),
        "recovery_target_name" if text.len() > RESTORE_POINT_MAX => {
            Err(Refusal::bad("is longer than 63 bytes"))
        }
        "recovery_target_lsn" if !is_lsn(text) => {
            Err(Refusal::bad("is no position in the WAL (16/B374D848)"))
        }
        "recovery_target_time" => time(text),
        "recovery_target_xid" if overflows(text) => {
            Err(Refusal::bad("is beyond what the server can count"))
        }
        "recovery_target_timeline"
            if !matches!(text, b"current" | b"latest") && overflows(text) =>
        {
            Err(Refusal::bad("is beyond what the server can count"))
        }
        _ => Ok(()),
    }
}

/// Words that stand for a time of their own are refused, what has no digit is
/// no time, a date with dashes has three numbers, and it is whole: no short
/// number may follow it. Any other text is left to the server.
fn time(text: &[u8]) -> Result<(), Refusal> {
    let has_digit = text.iter().any(u8::is_ascii_digit);
    let has_letter = text.iter().any(u8::is_ascii_alphabetic);
    let is_whole = !begins_with_half_a_date(text) && !has_no_such_hour(text);
    if has_digit && is_whole && (has_letter || !is_date_and_number(text)) {
        return Ok(());
    }
    Err(Refusal::bad("is no time stamp"))
}

/// `2024-05` and `2024-05-22-10`, up to any other delimiter; a letter behind may
/// begin a month (`DecodeDate` of datetime.c; seen on 12 and 18).
fn begins_with_half_a_date(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let of_date = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
    let end = text.iter().position(|byte| !of_date(byte));
    let (date, rest) = text.split_at(end.unwrap_or(text.len()));
    let numbers = date.split(|byte| *byte == b'-');
    let numbers = numbers.filter(|number| !number.is_empty()).count();
    date.first().is_some_and(u8::is_ascii_digit)
        && date.contains(&b'-')
        && numbers != 3
        && !rest.first().is_some_and(u8::is_ascii_alphabetic)
}

/// A time of day beyond 24 hours or 59 minutes (`DecodeTime` of datetime.c; seen
/// on 12).
fn has_no_such_hour(text: &[u8]) -> bool {
    let mut fields = text.split(|byte| !byte.is_ascii_digit() && *byte != b':');
    let number = |part: &[u8]| {
        let digits = std::str::from_utf8(part).ok()?;
        digits.parse::<u64>().ok()
    };
    fields.any(|field| {
        let mut parts = field.split(|byte| *byte == b':');
        let (hour, minute) = (parts.next().and_then(number), parts.next().and_then(number));
        matches!((hour, minute), (Some(hour), Some(minute)) if hour > 24 || minute > 59)
    })
}

/// `2024-05-22 7`: four digits and six are a time of day, three are nothing.
fn is_date_and_number(text: &[u8]) -> bool {
    const NOTHING_MAX: usize = 3;
    let of_field = |byte: u8| byte.is_ascii_digit() || b":.+-".contains(&byte);
    let mut fields = text
        .split(|byte| !of_field(*byte))
        .filter(|field| !field.is_empty());
    let is_number = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let is_date = |field: &[u8]| {
        let parts = field.split(|byte| *byte == b'-');
        parts.clone().count() == 3 && parts.clone().all(is_number)
    };
    fields.next().is_some_and(is_date)
        && fields.any(|field| field.len() <= NOTHING_MAX && is_number(field))
}

/// Two hexadecimal numbers of at most eight digits with a slash between.
fn is_lsn(text: &[u8]) -> bool {
    let mut halves = text.split(|byte| *byte == b'/');
    let is_half = |half: Option<&[u8]>| {
        half.is_some_and(|half| {
            (1..=8).contains(&half.len()) && half.iter().all(u8::is_ascii_hexdigit)
        })
    };
    is_half(halves.next()) && is_half(halves.next()) && halves.next().is_none()
}

/// Whether strtoul(3) with base 0 runs over 64 bits; a text without a number
/// is 0 to it.
fn overflows(text: &[u8]) -> bool {
    let blanks = |byte: &&u8| byte.is_ascii_whitespace() || **byte == 0x0b;
    let start = text.iter().take_while(blanks).count();
    let rest = text.get(start..).unwrap_or_default();
    let rest = rest
        .strip_prefix(b"-")
        .or(rest.strip_prefix(b"+"))
        .unwrap_or(rest);
    let (radix, digits) = match rest {
        [b'0', b'x' | b'X', hex @ ..] => (16, hex),
        [b'0', octal @ ..] => (8, octal),
        _ => (10, rest),
    };
    let mut value = 0_u64;
    for digit in digits.iter().map_while(|b| char::from(*b).to_digit(radix)) {
        let longer = value.checked_mul(u64::from(radix));
        match longer.and_then(|v| v.checked_add(u64::from(digit))) {
            Some(longer) => value = longer,
            None => return true,
        }
    }
    false
}
