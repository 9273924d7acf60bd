//! Numbers and units as the server's C library and unit tables read and show
//! them. Knows no parameter.
//!
//! Facts: `parse_int`, `parse_real` and the unit tables of `guc.c`, the same in
//! PostgreSQL 12 to 18; strtol(3) with base 0 and strtod(3) in the C locale.

use plimsoll_model::Unit;

/// Why a text is no number for a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no number, or one that no double can hold.
    NotANumber,
    /// What follows the number is no unit of the parameter's.
    WrongUnit,
    /// Something follows the number, and the parameter takes no unit.
    UnitNotTaken,
    /// Whole numbers end at 2^31 - 1.
    BeyondInteger,
}

/// The units a parameter of this unit takes, largest first, with how many of
/// its own unit each is.
pub(super) fn units(base: Unit) -> &'static [(&'static str, f64)] {
    const KB: f64 = 1024.0;
    const MB: f64 = KB * KB;
    const GB: f64 = KB * MB;
    const TB: f64 = KB * GB;
    match base {
        Unit::B => &[("TB", TB), ("GB", GB), ("MB", MB), ("kB", KB), ("B", 1.0)],
        Unit::KB => &[
            ("TB", GB),
            ("GB", MB),
            ("MB", KB),
            ("kB", 1.0),
            ("B", 1.0 / KB),
        ],
        Unit::Blocks8KB => &[
            ("TB", GB / 8.0),
            ("GB", MB / 8.0),
            ("MB", KB / 8.0),
            ("kB", 1.0 / 8.0),
            ("B", 1.0 / (8.0 * KB)),
        ],
        Unit::MB => &[
            ("TB", MB),
            ("GB", KB),
            ("MB", 1.0),
            ("kB", 1.0 / KB),
            ("B", 1.0 / MB),
        ],
        Unit::Ms => &[
            ("d", 86_400_000.0),
            ("h", 3_600_000.0),
            ("min", 60_000.0),
            ("s", 1000.0),
            ("ms", 1.0),
            ("us", 1.0 / 1000.0),
        ],
        Unit::S => &[
            ("d", 86_400.0),
            ("h", 3600.0),
            ("min", 60.0),
            ("s", 1.0),
            ("ms", 1.0 / 1000.0),
            ("us", 1.0 / 1_000_000.0),
        ],
        Unit::Min => &[
            ("d", 1440.0),
            ("h", 60.0),
            ("min", 1.0),
            ("s", 1.0 / 60.0),
            ("ms", 1.0 / 60_000.0),
            ("us", 1.0 / 60_000_000.0),
        ],
        // No parameter of PostgreSQL counts in these.
        Unit::Us | Unit::H | Unit::D => &[],
    }
}

/// A whole number: decimal, octal (`0144`), hexadecimal (`0x90`), or a
/// fraction or exponent rounded to even; with a unit where there is one.
pub(super) fn integer(text: &[u8], unit: Option<Unit>) -> Result<i32, Fault> {
    let text = until_nul(text);
    let mut found = strtol(text);
    // The server reads again as a fraction what stops where one goes on, also
    // when nothing was read before it (".5").
    let stopped = text.get(found.end).copied();
    if matches!(stopped, Some(b'.' | b'e' | b'E')) || found.overflow {
        found = strtod(text);
    }
    let value = with_unit(&found, text, unit)?.round_ties_even();
    if value > f64::from(i32::MAX) || value < f64::from(i32::MIN) {
        return Err(Fault::BeyondInteger);
    }
    Ok(value as i32)
}

/// A fraction, with a unit where there is one. Octal is not read as such.
pub(super) fn real(text: &[u8], unit: Option<Unit>) -> Result<f64, Fault> {
    let text = until_nul(text);
    with_unit(&strtod(text), text, unit)
}

/// A number as C's strtol and strtod find it.
struct Found {
    value: f64,
    /// Where reading stopped; 0 when nothing was read.
    end: usize,
    /// ERANGE.
    overflow: bool,
}

const NOTHING: Found = Found {
    value: 0.0,
    end: 0,
    overflow: false,
};

fn with_unit(found: &Found, text: &[u8], base: Option<Unit>) -> Result<f64, Fault> {
    if found.end == 0 || found.overflow || found.value.is_nan() {
        return Err(Fault::NotANumber);
    }
    let rest = text.get(found.end..).unwrap_or_default();
    let rest = skip_space(rest);
    if rest.is_empty() {
        return Ok(found.value);
    }
    let Some(base) = base else {
        return Err(Fault::UnitNotTaken);
    };
    let name_end = rest.iter().position(|b| is_space(*b)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(name_end);
    if !skip_space(after).is_empty() {
        return Err(Fault::WrongUnit);
    }
    let table = units(base);
    let at = table.iter().position(|(unit, _)| unit.as_bytes() == name);
    let at = at.ok_or(Fault::WrongUnit)?;
    let value = found.value * table[at].1;
    // A fraction of a unit is rounded to the next smaller one.
    Ok(match table.get(at + 1) {
        Some((_, smaller)) => (value / smaller).round_ties_even() * smaller,
        None => value,
    })
}

/// The bytes before the first NUL, as C sees them.
fn until_nul(text: &[u8]) -> &[u8] {
    text.split(|byte| *byte == 0).next().unwrap_or_default()
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r')
}

fn skip_space(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|byte| is_space(**byte)).count();
    text.get(blanks..).unwrap_or_default()
}

/// Blanks and a sign: where the digits begin, and whether it is negative.
fn sign(text: &[u8]) -> (usize, bool) {
    let start = text.len() - skip_space(text).len();
    match text.get(start) {
        Some(b'-') => (start + 1, true),
        Some(b'+') => (start + 1, false),
        Some(_) | None => (start, false),
    }
}

fn strtol(text: &[u8]) -> Found {
    let (start, negative) = sign(text);
    let digit = |at: usize, radix: u32| {
        let byte = text.get(at).copied().unwrap_or_default();
        char::from(byte).to_digit(radix)
    };
    let prefixed = text.get(start) == Some(&b'0')
        && matches!(text.get(start + 1), Some(b'x' | b'X'))
        && digit(start + 2, 16).is_some();
    let (radix, from) = match text.get(start) {
        Some(b'0') if prefixed => (16, start + 2),
        Some(b'0') => (8, start),
        Some(_) | None => (10, start),
    };
    let mut end = from;
    let mut value = 0_i64;
    let mut overflow = false;
    while let Some(next) = digit(end, radix) {
        let longer = value.checked_mul(i64::from(radix));
        let longer = longer.and_then(|v| v.checked_add(i64::from(next)));
        overflow |= longer.is_none();
        value = longer.unwrap_or(i64::MAX);
        end += 1;
    }
    if end == from {
        return NOTHING;
    }
    let value = if negative { -value } else { value };
    Found {
        value: value as f64,
        end,
        overflow,
    }
}

fn strtod(text: &[u8]) -> Found {
    let (start, negative) = sign(text);
    let signed = |value: f64| if negative { -value } else { value };
    let rest = text.get(start..).unwrap_or_default();
    for (word, value) in [
        ("infinity", f64::INFINITY),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        let head = rest.get(..word.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes())) {
            return Found {
                value: signed(value),
                end: start + word.len(),
                overflow: false,
            };
        }
    }
    let found = hexadecimal(rest).or_else(|| decimal(rest));
    let Some((value, length)) = found else {
        return NOTHING;
    };
    let digits = rest.get(..length).unwrap_or_default();
    let mantissa = digits
        .split(|b| matches!(b, b'e' | b'E' | b'p' | b'P'))
        .next();
    let nonzero = mantissa.is_some_and(|m| m.iter().any(|b| (b'1'..=b'9').contains(b)));
    Found {
        value: signed(value),
        end: start + length,
        overflow: value.is_infinite() || (nonzero && !value.is_normal()),
    }
}

/// A decimal fraction at the front: its value and length.
fn decimal(text: &[u8]) -> Option<(f64, usize)> {
    let digits = |at: usize| count_digits(text, at, u8::is_ascii_digit);
    let whole = digits(0);
    let mut end = whole;
    if text.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if whole + fraction == 0 {
            return None;
        }
        end += 1 + fraction;
    }
    if end == 0 {
        return None;
    }
    end += exponent(text, end, *b"eE");
    let number = std::str::from_utf8(text.get(..end)?).ok()?;
    Some((number.parse().ok()?, end))
}

/// A hexadecimal fraction (`0x1F.8p1`) at the front: its value and length.
fn hexadecimal(text: &[u8]) -> Option<(f64, usize)> {
    let prefix = text.get(..2)?;
    if !prefix.eq_ignore_ascii_case(b"0x") {
        return None;
    }
    let digits = |at: usize| count_digits(text, at, u8::is_ascii_hexdigit);
    let whole = digits(2);
    let mut end = 2 + whole;
    let mut fraction = 0;
    if text.get(end) == Some(&b'.') {
        fraction = digits(end + 1);
        end += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    let mut value = 0.0_f64;
    for byte in text.get(2..end)? {
        if let Some(digit) = char::from(*byte).to_digit(16) {
            value = value * 16.0 + f64::from(digit);
        }
    }
    let power = exponent(text, end, *b"pP");
    let written = text.get(end + 1..end + power).unwrap_or_default();
    let shift = std::str::from_utf8(written)
        .ok()
        .and_then(|p| p.parse().ok());
    let shift = shift.unwrap_or(0_i32).clamp(-5000, 5000);
    let places = i32::try_from(fraction).unwrap_or(i32::MAX).min(5000);
    Some((value * 2_f64.powi(shift - 4 * places), end + power))
}

/// The length of an exponent at `at`; 0 when there is none.
fn exponent(text: &[u8], at: usize, letters: [u8; 2]) -> usize {
    if !text.get(at).is_some_and(|byte| letters.contains(byte)) {
        return 0;
    }
    let sign = usize::from(matches!(text.get(at + 1), Some(b'-' | b'+')));
    match count_digits(text, at + 1 + sign, u8::is_ascii_digit) {
        0 => 0,
        digits => 1 + sign + digits,
    }
}

fn count_digits(text: &[u8], at: usize, class: impl Fn(&u8) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| class(byte)).count()
}

#[cfg(test)]
mod tests;
