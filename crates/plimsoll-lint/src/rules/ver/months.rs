//! Days some months on.

use plimsoll_conf::catalogue::Date;

/// The same day so many months later; of the months' lengths nothing is asked.
pub(super) fn in_months(day: Date, months: u8) -> Date {
    let count = u16::from(day.month) - 1 + u16::from(months);
    Date {
        year: day.year + count / 12,
        month: (count % 12) as u8 + 1,
        ..day
    }
}
