//! Numbers as the servers' option parser reads them: digits, one suffix
//! letter, the limits of the parameter.
//!
//! Source: `eval_num_suffix*`, `getopt_*_limit_value` and `getopt_double` of
//! both engines' `my_getopt`; each oddity is held by a test against them.

use super::dialect::Dialect;

/// Why a number was not one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadNumber {
    /// Text where a suffix letter should be.
    Suffix(char),
    /// Below zero where the parameter counts from zero.
    Negative,
    /// Beyond 64 bits.
    TooLarge,
    /// Nothing at all.
    Empty,
    /// Not a decimal number.
    Decimal,
}

/// The bounds of a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) min: i128,
    /// 0: no upper bound but the type's.
    pub(super) max: i128,
    pub(super) block: u64,
    pub(super) signed: bool,
}

/// A number read, before and after the parameter's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limited {
    pub(super) asked: i128,
    pub(super) given: i128,
    /// Whether the server says so (rounding to a block is silent).
    pub(super) warned: bool,
}

/// Reads a whole number and fits it into its limits.
pub(super) fn whole(text: &str, limits: Limits, dialect: &Dialect) -> Result<Limited, BadNumber> {
    if text.is_empty() && dialect.refuses_empty {
        return Err(BadNumber::Empty);
    }
    let asked = if limits.signed {
        signed(text, dialect)?
    } else if dialect.refuses_negative && text.starts_with('-') {
        return Err(BadNumber::Negative);
    } else if !dialect.refuses_negative && trim_start(text).starts_with('-') {
        return Ok(Limited {
            asked: below_zero(text),
            given: limit(limits.min, limits).given,
            warned: true,
        });
    } else {
        unsigned(text, dialect)?
    };
    Ok(limit(asked, limits))
}

/// What a negative number says, for the message; its size does not matter.
fn below_zero(text: &str) -> i128 {
    let digits = trim_start(text).trim_start_matches('-');
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let digits = &digits[..end.unwrap_or(digits.len())];
    -digits.parse::<i128>().unwrap_or(1)
}

fn unsigned(text: &str, dialect: &Dialect) -> Result<i128, BadNumber> {
    let (negative, digits, suffix) = split(text);
    let number = magnitude(digits)?;
    // A minus behind a blank slips past MariaDB's check: strtoull wraps it.
    let number = if negative {
        number.wrapping_neg()
    } else {
        number
    };
    let shift = shift_of(suffix)?;
    if dialect.refuses_overflow {
        let shifted = number << shift;
        if shifted.count_ones() != number.count_ones() {
            return Err(BadNumber::TooLarge);
        }
        return Ok(i128::from(shifted));
    }
    Ok(i128::from(number.wrapping_mul(1 << shift)))
}

fn signed(text: &str, dialect: &Dialect) -> Result<i128, BadNumber> {
    let (negative, digits, suffix) = split(text);
    let size = i128::from(magnitude(digits)?);
    let number = if negative { -size } else { size };
    let number = i64::try_from(number).map_err(|_| BadNumber::TooLarge)?;
    let shift = shift_of(suffix)?;
    if dialect.refuses_overflow && shift > 0 {
        let shifted = i128::from(number) << shift;
        let shifted = i64::try_from(shifted).map_err(|_| BadNumber::TooLarge)?;
        return Ok(i128::from(shifted));
    }
    Ok(i128::from(number.wrapping_mul(1 << shift)))
}

/// Sign, digits and the rest, as `strtoull` parts them.
fn split(text: &str) -> (bool, &str, &str) {
    let trimmed = trim_start(text);
    let negative = trimmed.starts_with('-');
    let unsigned = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
    let end = unsigned
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(unsigned.len());
    if end == 0 {
        // No digits: nothing was read, the whole text is the suffix.
        return (false, "", text);
    }
    (negative, &unsigned[..end], &unsigned[end..])
}

fn trim_start(text: &str) -> &str {
    text.trim_start_matches(|c: char| matches!(c, '\t'..='\r' | ' '))
}

fn magnitude(digits: &str) -> Result<u64, BadNumber> {
    if digits.is_empty() {
        return Ok(0);
    }
    digits.parse().map_err(|_| BadNumber::TooLarge)
}

/// Only the first letter counts: `64MB` is `64M`.
fn shift_of(suffix: &str) -> Result<u32, BadNumber> {
    match suffix.chars().next() {
        None => Ok(0),
        Some('k' | 'K') => Ok(10),
        Some('m' | 'M') => Ok(20),
        Some('g' | 'G') => Ok(30),
        Some('t' | 'T') => Ok(40),
        Some('p' | 'P') => Ok(50),
        Some('e' | 'E') => Ok(60),
        Some(other) => Err(BadNumber::Suffix(other)),
    }
}

/// Cap, block, floor, in the servers' order.
fn limit(asked: i128, limits: Limits) -> Limited {
    let mut given = asked;
    if limits.max != 0 && given > limits.max {
        given = limits.max;
    }
    let capped = given != asked;
    let block = i128::from(limits.block.max(1));
    given = given / block * block;
    if given < limits.min {
        given = limits.min;
    }
    Limited {
        asked,
        given,
        warned: capped || asked < limits.min,
    }
}

/// Reads a fraction (`my_strtod`): no suffix, no infinity.
pub(super) fn fraction(text: &str, dialect: &Dialect) -> Result<f64, BadNumber> {
    let text = trim_start(text);
    if text.is_empty() {
        return if dialect.refuses_empty {
            Err(BadNumber::Empty)
        } else {
            Ok(0.0)
        };
    }
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = body
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    let digits = body.bytes().any(|byte| byte.is_ascii_digit());
    let number: f64 = text.parse().map_err(|_| BadNumber::Decimal)?;
    if plain && digits && number.is_finite() {
        Ok(number)
    } else {
        Err(BadNumber::Decimal)
    }
}
