//! A point in time as the store keeps it. It reads no clock.

use std::fmt;

use jiff::Timestamp;

use crate::Fault;

/// A time in UTC to the second, written `2026-11-26T03:02:45Z`: its order as
/// text is that in time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(String);

impl Moment {
    /// Reads RFC 3339 with any offset; parts of a second are cut.
    ///
    /// # Errors
    /// [`Fault::Unfit`] where it is no time, or not of the years 0 to 9999.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let unfit = || Fault::Unfit(format!("`{text}` is no time such as 2026-11-26T03:02:45Z"));
        let stamp: Timestamp = text.parse().map_err(|_| unfit())?;
        Self::of(stamp).ok_or_else(unfit)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In seconds since 1970.
    pub(crate) fn second(&self) -> i64 {
        let stamp: Option<Timestamp> = self.0.parse().ok();
        stamp.map_or(0, Timestamp::as_second)
    }

    /// This many days earlier; the earliest time there is where there are not so many.
    pub(crate) fn days_before(&self, days: u32) -> Self {
        const SECONDS: i64 = 24 * 60 * 60;
        let stamp: Option<Timestamp> = self.0.parse().ok();
        stamp
            .map(|stamp| stamp.as_second() - i64::from(days) * SECONDS)
            .and_then(|second| Timestamp::from_second(second).ok())
            .and_then(Self::of)
            .unwrap_or_else(|| Self("0000-01-01T00:00:00Z".to_owned()))
    }

    fn of(stamp: Timestamp) -> Option<Self> {
        let whole = Timestamp::from_second(stamp.as_second()).ok()?;
        let text = whole.to_string();
        (text.len() == "2026-11-26T03:02:45Z".len()).then_some(Self(text))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    fn moment(text: &str) -> Option<String> {
        Moment::parse(text).ok().map(|it| it.0)
    }

    #[test]
    fn any_offset_becomes_utc_to_the_second() {
        let utc = Some("2026-11-26T03:02:45Z".to_owned());
        assert_eq!(moment("2026-11-26T03:02:45Z"), utc);
        assert_eq!(moment("2026-11-26T04:02:45.999+01:00"), utc);
        assert_eq!(moment("2026-11-26"), None);
        assert_eq!(moment("yesterday"), None);
        assert_eq!(moment("-000005-01-01T00:00:00Z"), None);
    }

    #[test]
    fn days_are_counted_back_and_end_at_the_first_year() {
        let at = Moment::parse("2026-03-01T12:00:00Z").expect("a time");
        assert_eq!(at.days_before(1).as_str(), "2026-02-28T12:00:00Z");
        assert_eq!(at.days_before(0), at);
        assert_eq!(at.days_before(u32::MAX).as_str(), "0000-01-01T00:00:00Z");
    }
}
