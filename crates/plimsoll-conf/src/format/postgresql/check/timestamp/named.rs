//! What words tell, and numbers behind a word that labels them. Knows no numbers
//! of their own.
//!
//! Facts: `DecodeDateTime` of datetime.c; the labels of units went with 16.

use super::Abbreviations;
use super::calendar::Date;
use super::clock::{Clock, fraction, leading};
use super::fields::Kind;
use super::parts::Parts;
use super::reading::{Reading, Year};
use super::words::{Label, Word, word};
use crate::format::postgresql::check::zone;

/// The day that the server takes for today while it starts: no transaction has
/// told it the time.
const TODAY: Date = Date {
    year: 2000,
    month: 1,
    day: 1,
};

impl Reading {
    /// A number behind its label.
    pub(super) fn labelled(&mut self, label: Label, text: &[u8]) -> Option<Parts> {
        let (number, rest) = leading(text)?;
        let point = rest.strip_prefix(b".");
        let is_bare = point.is_some_and(<[u8]>::is_empty);
        if point.is_none() && !rest.is_empty() || is_bare && !self.takes_bare_point() {
            return None;
        }
        self.reserved = false;
        match label {
            Label::Julian => {
                self.julian(number)?;
                let Some(digits) = point else {
                    return Some(Parts::DATE);
                };
                self.clock = Clock::of_day(digits);
                return Some(Parts::DATE.and(Parts::TIME));
            }
            Label::Time => {
                let told = self.run_together(text, self.seen.and(Parts::DATE))?;
                return (told == Parts::TIME).then_some(told);
            }
            _ if !self.reads_units() => return None,
            Label::Second => {
                self.clock.second = number;
                let Some(digits) = point else {
                    return Some(Parts::SECOND);
                };
                self.clock.microsecond = fraction(digits)?;
                return Some(Parts::SECONDS);
            }
            _ if point.is_some() => return None,
            _ => {}
        }
        self.unit(label, number)
    }

    fn unit(&mut self, label: Label, number: i32) -> Option<Parts> {
        let is_minute = self.seen.has_all(Parts::MONTH.and(Parts::HOUR));
        let (place, part) = match label {
            Label::Year => (&mut self.date.year, Parts::YEAR),
            Label::Month if is_minute => (&mut self.clock.minute, Parts::MINUTE),
            Label::Month => (&mut self.date.month, Parts::MONTH),
            Label::Day => (&mut self.date.day, Parts::DAY),
            Label::Hour => (&mut self.clock.hour, Parts::HOUR),
            Label::Minute => (&mut self.clock.minute, Parts::MINUTE),
            Label::Second | Label::Julian | Label::Time | Label::Other => return None,
        };
        *place = number;
        Some(part)
    }

    /// The day with this number.
    pub(super) fn julian(&mut self, day: i32) -> Option<()> {
        if day < 0 {
            return None;
        }
        self.date = Date::of_julian(i64::from(day))?;
        self.year = Year::Julian;
        Some(())
    }

    /// A word, and what follows it.
    pub(super) fn word(&mut self, text: &[u8], next: Option<Kind>) -> Option<Parts> {
        let Some(word) = word(text) else {
            return self.zone(text);
        };
        Some(match word {
            Word::Ignored => Parts::NONE,
            Word::Month(month) => self.month(month),
            Word::Weekday => Parts::WEEKDAY,
            Word::Am | Word::Pm => {
                self.half = Some(word);
                Parts::HALF
            }
            Word::Ad | Word::Bc => {
                self.era = Some(word);
                Parts::ERA
            }
            Word::Summer => {
                self.offset += 3600;
                Parts::SUMMER
            }
            Word::Label(label) => self.label(label, next)?,
            Word::Now => {
                self.reserved = false;
                (self.date, self.clock, self.offset) = (TODAY, Clock::default(), 0);
                Parts::DATE.and(Parts::TIME).and(Parts::ZONE)
            }
            Word::Today => {
                self.reserved = false;
                self.date = TODAY;
                Parts::DATE
            }
            Word::Midnight => {
                self.reserved = false;
                (self.clock, self.offset) = (Clock::default(), 0);
                Parts::TIME.and(Parts::ZONE)
            }
            Word::Reserved => {
                self.reserved = true;
                let all = Parts::DATE.and(Parts::TIME).and(Parts::ZONE);
                if self.major < 16 {
                    Parts::RESERVED
                } else {
                    all
                }
            }
        })
    }

    /// A month's name; a number taken for the month before it is the day then.
    fn month(&mut self, month: i32) -> Parts {
        let was_day = self.seen.has_any(Parts::MONTH)
            && !self.named_month
            && !self.seen.has_any(Parts::DAY)
            && (1..=31).contains(&self.date.month);
        if was_day {
            self.date.day = self.date.month;
        }
        self.named_month = true;
        self.date.month = month;
        if was_day { Parts::DAY } else { Parts::MONTH }
    }

    /// Up to 15 a later label takes the place of one before it.
    fn label(&mut self, label: Label, next: Option<Kind>) -> Option<Parts> {
        if label == Label::Time && !self.seen.has_all(Parts::DATE) {
            return None;
        }
        if self.reads_units() {
            let is_time = matches!(next, Some(Kind::Number | Kind::Time | Kind::Date));
            if label == Label::Time && !is_time {
                return None;
            }
        } else if self.label.is_some() {
            return None;
        }
        self.label = Some(label);
        Some(Parts::NONE)
    }

    /// The name of a zone, or an abbreviation.
    pub(super) fn zone(&mut self, text: &[u8]) -> Option<Parts> {
        const ZONES_MIN: usize = 3;
        let is_word = text.iter().all(u8::is_ascii_alphabetic);
        let is_known = is_word
            && match self.around.abbreviations {
                Abbreviations::No => false,
                Abbreviations::OfZone => text.len() >= ZONES_MIN,
                Abbreviations::OfSet => true,
            };
        if !is_known && !zone::may_be_named(text) {
            return None;
        }
        self.named_zone |= !is_known;
        Some(Parts::ZONE)
    }
}
