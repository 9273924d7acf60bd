//! Fields read one by one, each by what those before it told, and what they make
//! together. Knows no characters between fields.
//!
//! Facts: `DecodeDateTime` and `ValidateDate` of datetime.c.

use super::Around;
use super::calendar::Date;
use super::clock::{Clock, fraction, leading, offset};
use super::fields::{Field, Kind};
use super::parts::Parts;
use super::words::{Label, Word, word};
use crate::format::postgresql::check::zone;

/// The day that the server takes for today while it starts: no transaction has
/// told it the time.
const TODAY: Date = Date {
    year: 2000,
    month: 1,
    day: 1,
};

/// How the number of a year counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    Whole,
    /// One or two digits: from 1970 to 2069.
    Short,
    /// Of a Julian day, where the year before 1 AD is 0.
    Julian,
}

/// What the fields so far told.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) major: u16,
    pub(super) around: Around,
    pub(super) seen: Parts,
    pub(super) date: Date,
    pub(super) clock: Clock,
    pub(super) day_of_year: i32,
    pub(super) year: Year,
    /// The month was told by its name.
    named_month: bool,
    /// AM or PM.
    half: Option<Word>,
    /// AD or BC.
    era: Option<Word>,
    /// Seconds east of Greenwich; that of a name is not known and 0.
    offset: i32,
    named_zone: bool,
    /// What a word says of the number to come.
    label: Option<Label>,
    /// A word that is no time of the calendar.
    reserved: bool,
}

impl Reading {
    pub(super) fn new(major: u16, around: Around) -> Self {
        Self {
            major,
            around,
            seen: Parts::NONE,
            date: Date::default(),
            clock: Clock::default(),
            day_of_year: 0,
            year: Year::Whole,
            named_month: false,
            half: None,
            era: None,
            offset: 0,
            named_zone: false,
            label: None,
            reserved: false,
        }
    }

    /// One field more, and what follows it.
    pub(super) fn take(&mut self, field: &Field, next: Option<Kind>) -> Option<()> {
        let text = &field.text;
        let told = match field.kind {
            Kind::Date => self.date_field(text)?,
            Kind::Time => {
                self.time_label()?;
                self.clock = Clock::read(text, self.major >= 15)?;
                Parts::TIME
            }
            Kind::Offset => {
                self.offset = offset(text)?;
                Parts::ZONE
            }
            Kind::Number => match self.label.take() {
                Some(label) => self.labelled(label, text)?,
                None => self.number_field(text)?,
            },
            Kind::Word => self.word(text, next)?,
        };
        if self.seen.has_any(told) {
            return None;
        }
        self.seen = self.seen.and(told);
        Some(())
    }

    /// Units as labels (`y2024m5d22`) are read up to 15.
    const fn reads_units(&self) -> bool {
        self.major < 16
    }

    /// Only `T` may stand before a time.
    fn time_label(&mut self) -> Option<()> {
        matches!(self.label.take(), None | Some(Label::Time)).then_some(())
    }

    fn date_field(&mut self, text: &[u8]) -> Option<Parts> {
        if self.label == Some(Label::Julian) {
            self.label = None;
            let (day, rest) = leading(text)?;
            self.julian(day)?;
            self.offset = offset(rest)?;
            return Some(Parts::DATE.and(Parts::TIME).and(Parts::ZONE));
        }
        let has_day = self.seen.has_all(Parts::MONTH.and(Parts::DAY));
        if self.label.is_none() && !has_day {
            return self.date(text);
        }
        if self.label.is_none() && !text.first().is_some_and(u8::is_ascii_digit) {
            return self.zone(text);
        }
        // A time without colons, with its offset: 100000-05.
        self.time_label()?;
        if self.seen.has_all(Parts::TIME) {
            return None;
        }
        let sign = text.iter().position(|byte| *byte == b'-')?;
        self.offset = offset(&text[sign..])?;
        let told = self.run_together(&text[..sign], self.seen)?;
        Some(told.and(Parts::ZONE))
    }

    fn number_field(&mut self, text: &[u8]) -> Option<Parts> {
        let point = text.iter().position(|byte| *byte == b'.');
        if point.is_some() && !self.seen.has_any(Parts::DATE) {
            return self.date(text);
        }
        let lacks = !self.seen.has_any(Parts::DATE) || !self.seen.has_any(Parts::TIME);
        if point.is_some_and(|point| point > 2) || text.len() >= 6 && lacks {
            return self.run_together(text, self.seen);
        }
        self.number(text, self.seen, self.named_month)
    }

    fn labelled(&mut self, label: Label, text: &[u8]) -> Option<Parts> {
        let (number, rest) = leading(text)?;
        let point = rest.strip_prefix(b".");
        if point.is_none() && !rest.is_empty() {
            return None;
        }
        self.reserved = false;
        match label {
            Label::Julian => {
                self.julian(number)?;
                let Some(digits) = point else {
                    return Some(Parts::DATE);
                };
                fraction(digits)?;
                // At most a day, whatever the fraction.
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

    fn julian(&mut self, day: i32) -> Option<()> {
        if day < 0 {
            return None;
        }
        self.date = Date::of_julian(i64::from(day))?;
        self.year = Year::Julian;
        Some(())
    }

    fn word(&mut self, text: &[u8], next: Option<Kind>) -> Option<Parts> {
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

    /// The name of a zone.
    fn zone(&mut self, text: &[u8]) -> Option<Parts> {
        let is_word = text.iter().all(u8::is_ascii_alphabetic);
        let is_short = self.around.abbreviations && is_word;
        if !is_short && !zone::may_be_named(text) {
            return None;
        }
        self.named_zone |= !is_short;
        Some(Parts::ZONE)
    }

    /// What the fields make together.
    pub(super) fn finish(mut self) -> Option<()> {
        if self.label.is_some() && !self.reads_units() || self.reserved {
            return None;
        }
        self.whole_date()?;
        self.whole_clock()?;
        let has_zone = self.seen.has_any(Parts::ZONE) && !self.named_zone;
        if self.seen.has_any(Parts::SUMMER) && !has_zone {
            return None;
        }
        let seconds = i64::from(self.clock.seconds());
        let microsecond = i64::from(self.clock.microsecond);
        if self.major < 18 && self.date.is_passed(seconds, microsecond) {
            return None;
        }
        let seconds = seconds - i64::from(self.offset);
        self.date.is_in_range(seconds, microsecond).then_some(())
    }

    fn whole_date(&mut self) -> Option<()> {
        if !self.seen.has_all(Parts::DATE) {
            return None;
        }
        self.date.year = match (self.year, self.era, self.date.year) {
            (Year::Julian, _, year) => year,
            (_, Some(Word::Bc), year @ 1..) => 1 - year,
            (Year::Short, Some(Word::Ad) | None, year @ 0..70) => year + 2000,
            (Year::Short, Some(Word::Ad) | None, year @ 70..100) => year + 1900,
            (_, Some(Word::Ad) | None, year @ 1..) => year,
            _ => return None,
        };
        if self.seen.has_any(Parts::DAY_OF_YEAR) {
            let first = Date {
                month: 1,
                day: 1,
                ..self.date
            };
            let day = first.julian() + i64::from(self.day_of_year) - 1;
            self.date = Date::of_julian(day)?;
        }
        self.date.is_there().then_some(())
    }

    fn whole_clock(&mut self) -> Option<()> {
        if self.half.is_some() && self.clock.hour > 12 {
            return None;
        }
        match (self.half, self.clock.hour) {
            (Some(Word::Am), 12) => self.clock.hour = 0,
            (Some(Word::Pm), hour) if hour != 12 => self.clock.hour += 12,
            _ => {}
        }
        Some(())
    }
}
