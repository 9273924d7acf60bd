//! Fields read one by one, each by what those before it told, and what they make
//! together. Knows no characters between fields.
//!
//! Facts: `DecodeDateTime` and `ValidateDate` of datetime.c.

use super::Around;
use super::calendar::Date;
use super::clock::{Clock, leading, offset};
use super::fields::{Field, Kind};
use super::parts::Parts;
use super::words::{Label, Word};

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
    pub(super) named_month: bool,
    /// AM or PM.
    pub(super) half: Option<Word>,
    /// AD or BC.
    pub(super) era: Option<Word>,
    /// Seconds east of Greenwich; that of a name is not known and 0.
    pub(super) offset: i32,
    pub(super) named_zone: bool,
    /// What a word says of the number to come.
    pub(super) label: Option<Label>,
    /// A word that is no time of the calendar.
    pub(super) reserved: bool,
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
                self.clock = Clock::read(text, self.takes_bare_point())?;
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
    pub(super) const fn reads_units(&self) -> bool {
        self.major < 16
    }

    /// A point with no digit behind it is a fraction since 15.
    pub(super) const fn takes_bare_point(&self) -> bool {
        self.major >= 15
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
