//! The `recovery_target` parameters: where recovery is to stop.

use super::timestamp;
use crate::format::postgresql::refusal::Refusal;

/// Longest name of a restore point, in bytes (MAXFNAMELEN - 1).
const RESTORE_POINT_MAX: usize = 63;

/// Whether the server takes this target; an empty one is none.
pub(super) fn target(name: &str, major: u16, text: &[u8]) -> Result<(), Refusal> {
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
        "recovery_target_time" if !timestamp::may_be_taken(text, major) => {
            Err(Refusal::bad("is no time stamp (2024-05-22 10:00:00+00)"))
        }
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
