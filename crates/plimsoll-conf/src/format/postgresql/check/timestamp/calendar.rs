//! Days of the calendar: their numbers, how long months are, and how far time
//! stamps reach. Knows no texts.

/// A day; the year before 1 AD is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i32,
    pub(super) month: i32,
    pub(super) day: i32,
}

/// The Julian day of 2000-01-01, from which the server counts.
const EPOCH_DAY: i64 = 2_451_545;
const DAY_MICROSECONDS: i128 = 86_400_000_000;

/// The first day of the calendar, 4714-11-24 BC, and the first beyond its end,
/// 294277-01-01 (`MIN_TIMESTAMP`, `END_TIMESTAMP`), as Julian days.
const DAYS: std::ops::Range<i128> = 0..109_203_528;

/// Julian days that the server can name (`IS_VALID_JULIAN`), as year and month.
const NAMED: std::ops::Range<(i32, i32)> = (-4713, 11)..(5_874_898, 6);

impl Date {
    /// The day with this number.
    pub(super) fn of_julian(day: i64) -> Option<Self> {
        // March begins the year, so that a leap day ends it.
        let shifted = day + 32_044;
        let centuries = (4 * shifted + 3).div_euclid(146_097);
        let in_century = shifted - (146_097 * centuries).div_euclid(4);
        let years = (4 * in_century + 3).div_euclid(1461);
        let in_year = in_century - (1461 * years).div_euclid(4);
        let months = (5 * in_year + 2).div_euclid(153);
        let year = 100 * centuries + years - 4800 + months.div_euclid(10);
        Some(Self {
            year: i32::try_from(year).ok()?,
            month: i32::try_from(months + 3 - 12 * months.div_euclid(10)).ok()?,
            day: i32::try_from(in_year - (153 * months + 2).div_euclid(5) + 1).ok()?,
        })
    }

    /// Its number.
    pub(super) fn julian(self) -> i64 {
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let early = (14 - month).div_euclid(12);
        let years = year + 4800 - early;
        let months = month + 12 * early - 3;
        let leap_days = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
        i64::from(self.day) + (153 * months + 2).div_euclid(5) + 365 * years + leap_days - 32_045
    }

    /// Whether its month has that day.
    pub(super) fn is_there(self) -> bool {
        let is_leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let last = match self.month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return false,
        };
        (1..=last).contains(&self.day)
    }

    /// Whether a time stamp reaches this day, at `seconds` and `microseconds`
    /// since its midnight in Greenwich.
    pub(super) fn is_in_range(self, seconds: i64, microseconds: i64) -> bool {
        if !NAMED.contains(&(self.year, self.month)) {
            return false;
        }
        let whole = microseconds_since(self.julian(), seconds, microseconds);
        DAYS.contains(&whole.div_euclid(DAY_MICROSECONDS))
    }

    /// Whether a time of more than a day (`999999` is read without a look at its
    /// numbers) carries this day to the other side of 2000-01-01: up to 17 the
    /// server takes that for a number that ran over.
    pub(super) fn is_passed(self, seconds: i64, microseconds: i64) -> bool {
        let day = self.julian() - EPOCH_DAY;
        let whole = microseconds_since(day, seconds, microseconds);
        day < -1 && whole > 0 || day > 0 && whole < 0
    }
}

/// The microseconds from the day that `day` is counted from.
fn microseconds_since(day: i64, seconds: i64, microseconds: i64) -> i128 {
    let within = i128::from(seconds) * 1_000_000 + i128::from(microseconds);
    i128::from(day) * DAY_MICROSECONDS + within
}
