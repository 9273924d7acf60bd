//! What the servers' option parser makes of one value, by the option's type.
//!
//! Source: `setval` of both engines' `my_getopt`, `find_type`, `find_typeset`
//! and `find_set_from_flags` of mysys/typelib; each oddity is held by the
//! oracle against them.

use crate::catalogue::{Argument, Kind, Span};
use plimsoll_model::Value;

use super::dialect::Dialect;
use super::number::{BadNumber, Limited, Limits, fraction, whole};

/// What a value came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Set {
    /// The value as it is kept.
    To(Value),
    /// A number, fitted into its limits.
    Fitted(Limited),
    /// A fraction, fitted into its limits.
    FittedReal { asked: f64, given: f64 },
    /// Not a switch's value: taken for OFF.
    TakenForOff,
    /// Not a switch's value: the option is passed over.
    PassedOver,
}

/// Why the server refuses a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Refused {
    Number(BadNumber),
    /// Not one of the words.
    Word,
    /// The beginning of several words.
    SeveralWords,
    /// Not a list of the words.
    Words,
    /// Not `word=on|off|default`.
    Flags,
    /// Empty where a word must stand.
    Empty,
}

/// What an option is set to: its type, what it is set to already, and whether
/// it is a number below zero's.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) span: &'a Span,
    pub(super) kind: Kind,
    pub(super) signed: bool,
    /// A switch that passes over what it does not understand.
    pub(super) strict_switch: bool,
    /// The flags so far, for a flag set.
    pub(super) current: Option<&'a Value>,
}

/// Sets an option to a value; `None` is the option's bare name.
pub(super) fn set(
    target: Target<'_>,
    value: Option<&str>,
    dialect: &Dialect,
) -> Result<Set, Refused> {
    let text = value.unwrap_or("1");
    match target.kind {
        Kind::Bool => Ok(switch(text, value.is_none(), target, dialect)),
        Kind::Integer { min, max, block } => {
            let limits = Limits {
                min,
                max,
                block,
                signed: target.signed,
            };
            whole(text, limits, dialect)
                .map(Set::Fitted)
                .map_err(Refused::Number)
        }
        Kind::Real { min, max } => {
            let asked = fraction(text, dialect).map_err(Refused::Number)?;
            let capped = if max == 0.0 { asked } else { asked.min(max) };
            Ok(Set::FittedReal {
                asked,
                given: capped.max(min),
            })
        }
        Kind::Enum { values, .. } => {
            if text.is_empty() && dialect.refuses_empty {
                return Err(Refused::Empty);
            }
            let word = word_or_number(text, values)?;
            Ok(Set::To(Value::Enum(word.to_owned())))
        }
        Kind::Set { values } => {
            let bits = some_of(text, values)?;
            Ok(Set::To(Value::Text(words_of(bits, values))))
        }
        Kind::FlagSet { values } => {
            flags(text, values, target).map(|text| Set::To(Value::Text(text)))
        }
        Kind::Text => Ok(Set::To(Value::Text(match value {
            Some(text) => text.to_owned(),
            None => bare_text(target, dialect),
        }))),
    }
}

/// `name` or `enable-name` for a text: empty on MariaDB, as it was on MySQL.
fn bare_text(target: Target<'_>, dialect: &Dialect) -> String {
    if dialect.refuses_negative {
        return String::new();
    }
    match target.current {
        Some(Value::Text(text)) => text.clone(),
        _ => target.span.default.unwrap_or_default().to_owned(),
    }
}

fn switch(text: &str, bare: bool, target: Target<'_>, dialect: &Dialect) -> Set {
    let is_strict = target.strict_switch || target.span.argument == Argument::None;
    let by_letter = is_strict && dialect.switches_by_first_letter;
    let is = |[digit, word, other]: [&str; 3]| {
        let words = [digit, word, other];
        (by_letter && text.starts_with(digit))
            || words.iter().any(|word| text.eq_ignore_ascii_case(word))
    };
    if bare || is(["1", "on", "true"]) {
        Set::To(Value::Bool(true))
    } else if is(["0", "off", "false"]) {
        Set::To(Value::Bool(false))
    } else if is_strict {
        Set::PassedOver
    } else {
        Set::TakenForOff
    }
}

/// The word that a text stands for: in any case, and with blanks behind. A
/// beginning that fits one word alone stands for it too, but only where the
/// whole value ends with it (`last`).
fn word(text: &str, words: &[&'static str], last: bool) -> Result<Option<usize>, Refused> {
    if text.is_empty() {
        return Ok(None);
    }
    let full = text.trim_end_matches(' ');
    if let Some(exact) = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case(full))
    {
        return Ok(Some(exact));
    }
    let begins = |word: &str| {
        word.get(..text.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(text))
    };
    let mut fits = words
        .iter()
        .enumerate()
        .filter(|(_, word)| last && begins(word));
    match (fits.next(), fits.next()) {
        (None, _) => Ok(None),
        (Some((at, _)), None) => Ok(Some(at)),
        (Some(_), Some(_)) => Err(Refused::SeveralWords),
    }
}

fn word_or_number(text: &str, words: &'static [&'static str]) -> Result<&'static str, Refused> {
    if let Some(at) = word(text, words, true)? {
        return Ok(words[at]);
    }
    let at = number_for_word(text).ok_or(Refused::Word)?;
    usize::try_from(at)
        .ok()
        .and_then(|at| words.get(at).copied())
        .ok_or(Refused::Word)
}

/// `strtoul` over the whole text; an empty one is 0.
fn number_for_word(text: &str) -> Option<u64> {
    let text = text.trim_start_matches(|c: char| matches!(c, '\t'..='\r' | ' '));
    if text.is_empty() {
        return Some(0);
    }
    let digits = text.strip_prefix('+').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn some_of(text: &str, words: &[&'static str]) -> Result<u64, Refused> {
    if text.is_empty() {
        return Ok(0);
    }
    let mut bits = 0;
    let mut items = text.split(',').peekable();
    while let Some(item) = items.next() {
        match word(item, words, items.peek().is_none()) {
            Ok(Some(at)) => bits |= 1 << at,
            Ok(None) | Err(_) => return number_of_bits(text, words.len()),
        }
    }
    Ok(bits)
}

fn number_of_bits(text: &str, words: usize) -> Result<u64, Refused> {
    let bits = number_for_word(text).ok_or(Refused::Words)?;
    let top = u32::try_from(words.saturating_sub(1)).unwrap_or(u32::MAX);
    if bits >> 1 >= 1u64.checked_shl(top).unwrap_or(u64::MAX) {
        return Err(Refused::Words);
    }
    Ok(bits)
}

fn words_of(bits: u64, words: &[&'static str]) -> String {
    let set: Vec<_> = words
        .iter()
        .enumerate()
        .filter(|(at, _)| bits & (1 << at) != 0)
        .map(|(_, word)| *word)
        .collect();
    set.join(",")
}

/// `mrr=on,default`: what is not named stays as it is, or goes back to the
/// default where that word stands.
fn flags(text: &str, words: &[&'static str], target: Target<'_>) -> Result<String, Refused> {
    let standing = match target.current {
        Some(Value::Text(text)) => text.as_str(),
        _ => target.span.default.unwrap_or_default(),
    };
    let default = target.span.default.unwrap_or_default();
    let mut named: Vec<(usize, bool)> = Vec::new();
    let mut reset = false;
    for item in text.split(',').filter(|_| !text.is_empty()) {
        if item.eq_ignore_ascii_case("default") {
            if std::mem::replace(&mut reset, true) {
                return Err(Refused::Flags);
            }
            continue;
        }
        let (name, value) = item.split_once('=').ok_or(Refused::Flags)?;
        let flag = words
            .iter()
            .position(|word| *word != "default" && word.eq_ignore_ascii_case(name));
        let flag = flag.ok_or(Refused::Flags)?;
        if named.iter().any(|(other, _)| *other == flag) {
            return Err(Refused::Flags);
        }
        let on = match value.to_ascii_lowercase().as_str() {
            "on" => true,
            "off" => false,
            "default" => flag_of(default, words[flag]).unwrap_or(false),
            _ => return Err(Refused::Flags),
        };
        named.push((flag, on));
    }
    let from = if reset { default } else { standing };
    let state = |(at, word): (usize, &&'static str)| {
        let said = named
            .iter()
            .find(|(flag, _)| *flag == at)
            .map(|(_, on)| *on);
        let on = said.or_else(|| flag_of(from, word)).unwrap_or(false);
        format!("{word}={}", if on { "on" } else { "off" })
    };
    let states: Vec<_> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| **word != "default")
        .map(state)
        .collect();
    Ok(states.join(","))
}

fn flag_of(flags: &str, name: &str) -> Option<bool> {
    flags
        .split(',')
        .filter_map(|item| item.split_once('='))
        .find(|(word, _)| *word == name)
        .map(|(_, state)| state.eq_ignore_ascii_case("on"))
}
