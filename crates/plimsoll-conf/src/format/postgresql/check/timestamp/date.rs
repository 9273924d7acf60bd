//! Numbers and dates: what a number means by what was told before it. Knows no
//! order of fields but what `Parts` shows.
//!
//! Facts: `DecodeDate`, `DecodeNumber` and `DecodeNumberField` of datetime.c.

use super::Order;
use super::clock::{Clock, atoi, fraction, leading, microseconds};
use super::fields::FIELDS_MAX;
use super::parts::Parts;
use super::reading::{Reading, Year};
use super::words::{Word, word};

impl Reading {
    /// Numbers, and at most a month's name, with delimiters between.
    pub(super) fn date(&mut self, text: &[u8]) -> Option<Parts> {
        let parts = split(text)?;
        let mut told = Parts::NONE;
        let is_word = |part: &&&[u8]| part.first().is_some_and(u8::is_ascii_alphabetic);
        for name in parts.iter().filter(is_word) {
            let Some(Word::Month(month)) = word(name) else {
                return None;
            };
            told = self.once(told, Parts::MONTH)?;
            self.date.month = month;
        }
        let has_name = told.has_any(Parts::MONTH);
        for number in parts.iter().filter(|part| !is_word(part)) {
            let part = self.number(number, self.seen.and(told), has_name)?;
            told = self.once(told, part)?;
        }
        let whole = self.seen.and(told);
        let whole = whole.without(Parts::DAY_OF_YEAR.and(Parts::ZONE));
        (whole == Parts::DATE).then_some(told)
    }

    /// One part more of those `told` by a field.
    fn once(&self, told: Parts, part: Parts) -> Option<Parts> {
        (!self.seen.and(told).has_any(part)).then(|| told.and(part))
    }

    /// One number by what was `seen`; whether the month was told by its name.
    pub(super) fn number(&mut self, text: &[u8], seen: Parts, named: bool) -> Option<Parts> {
        let (number, rest) = leading(text)?;
        if rest.len() == text.len() {
            return None;
        }
        match rest.split_first() {
            None => {}
            Some((b'.', _)) if text.len() - rest.len() > 2 => {
                return self.run_together(text, seen.and(Parts::DATE));
            }
            Some((b'.', digits)) => self.clock.microsecond = fraction(digits)?,
            Some(_) => return None,
        }
        let is_long = text.len() >= 3;
        let date = seen.of_date();
        if text.len() == 3 && date == Parts::YEAR && (1..=366).contains(&number) {
            self.day_of_year = number;
            return Some(Parts::DAY_OF_YEAR.and(Parts::MONTH).and(Parts::DAY));
        }
        if date == Parts::DATE {
            return self.run_together(text, seen);
        }
        if date == Parts::YEAR.and(Parts::MONTH) && named && is_long && self.year == Year::Short {
            // What was taken for the year is the day: 02-May-2024.
            self.date.day = self.date.year;
            self.date.year = number;
            self.year = Year::Whole;
            return Some(Parts::DAY);
        }
        let part = self.part(date, named, is_long)?;
        match part {
            Parts::MONTH => self.date.month = number,
            Parts::DAY => self.date.day = number,
            _ => {
                self.date.year = number;
                self.year = if is_long { Year::Whole } else { Year::Short };
            }
        }
        Some(part)
    }

    /// The part of a date that a number is behind those.
    fn part(&self, date: Parts, named: bool, is_long: bool) -> Option<Parts> {
        let order = self.around.order;
        let is_year = is_long || order == Order::Ymd;
        let month_and_day = Parts::MONTH.and(Parts::DAY);
        let year_and_month = Parts::YEAR.and(Parts::MONTH);
        Some(match date {
            Parts::NONE if is_year => Parts::YEAR,
            Parts::NONE if order == Order::Dmy => Parts::DAY,
            Parts::NONE | Parts::YEAR | Parts::DAY => Parts::MONTH,
            Parts::MONTH if named && is_year => Parts::YEAR,
            Parts::MONTH => Parts::DAY,
            _ if date == year_and_month => Parts::DAY,
            _ if date == month_and_day => Parts::YEAR,
            _ => return None,
        })
    }

    /// A date or a time of day without delimiters: `20240522`, `100000.5`.
    pub(super) fn run_together(&mut self, text: &[u8], seen: Parts) -> Option<Parts> {
        let point = text.iter().position(|byte| *byte == b'.');
        let (digits, behind) = text.split_at(point.unwrap_or(text.len()));
        if self.major >= 18 && !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        if let Some((_, behind)) = behind.split_first() {
            self.clock.microsecond = microseconds(behind);
        } else if !seen.has_all(Parts::DATE) && digits.len() >= 6 {
            let (digits, day) = digits.split_at(digits.len() - 2);
            let (year, month) = digits.split_at(digits.len() - 2);
            self.date.year = atoi(year);
            self.date.month = atoi(month);
            self.date.day = atoi(day);
            if year.len() == 2 {
                self.year = Year::Short;
            }
            return Some(Parts::DATE);
        }
        let has_seconds = digits.len() == 6;
        if seen.has_all(Parts::TIME) || !(has_seconds || digits.len() == 4) {
            return None;
        }
        self.clock = Clock {
            hour: atoi(&digits[..2]),
            minute: atoi(&digits[2..4]),
            second: if has_seconds { atoi(&digits[4..]) } else { 0 },
            microsecond: self.clock.microsecond,
        };
        Some(Parts::TIME)
    }
}

/// The numbers and words of a date. One byte ends each, whatever it is; a
/// delimiter more must not stand at the end.
fn split(text: &[u8]) -> Option<Vec<&[u8]>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && parts.len() < FIELDS_MAX {
        let start = rest.iter().position(u8::is_ascii_alphanumeric)?;
        rest = &rest[start..];
        let is_number = rest[0].is_ascii_digit();
        let belongs = |byte: &u8| {
            let is_part = if is_number {
                u8::is_ascii_digit
            } else {
                u8::is_ascii_alphabetic
            };
            is_part(byte)
        };
        let end = rest.iter().position(|byte| !belongs(byte));
        let (part, behind) = rest.split_at(end.unwrap_or(rest.len()));
        parts.push(part);
        rest = behind.get(1..).unwrap_or_default();
    }
    Some(parts)
}
