//! Times of day, offsets of zones and numbers as C reads them. Knows no dates.
//!
//! Facts: `DecodeTime` and `DecodeTimezone` of datetime.c.

const MINUTES: std::ops::RangeInclusive<i32> = 0..=59;
/// A leap second is taken.
const SECONDS: std::ops::RangeInclusive<i32> = 0..=60;
/// Hours that an offset has at most (`MAX_TZDISP_HOUR`).
const ZONE_HOURS_MAX: i32 = 15;
const DAY_MICROSECONDS: i64 = 86_400_000_000;

/// A time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i32,
    pub(super) minute: i32,
    pub(super) second: i32,
    pub(super) microsecond: i32,
}

impl Clock {
    /// A field with colons: hours and minutes, perhaps seconds with a fraction;
    /// a fraction behind the second number makes it minutes and seconds. Whether
    /// a point may have no digit behind it is the version's.
    pub(super) fn read(text: &[u8], bare_point: bool) -> Option<Self> {
        if !bare_point && text.ends_with(b".") {
            return None;
        }
        let (first, rest) = leading(text)?;
        let (second, rest) = leading(rest.strip_prefix(b":")?)?;
        let clock = match rest.split_first() {
            None => Self {
                hour: first,
                minute: second,
                ..Self::default()
            },
            Some((b'.', digits)) => Self {
                hour: 0,
                minute: first,
                second,
                microsecond: fraction(digits)?,
            },
            Some((_, seconds)) => {
                let (third, rest) = leading(seconds)?;
                let microsecond = match rest.split_first() {
                    None => 0,
                    Some((b'.', digits)) => fraction(digits)?,
                    Some(_) => return None,
                };
                Self {
                    hour: first,
                    minute: second,
                    second: third,
                    microsecond,
                }
            }
        };
        clock.is_of_a_day().then_some(clock)
    }

    /// The part of a day that the digits behind a point are.
    pub(super) fn of_day(digits: &[u8]) -> Self {
        let digits = String::from_utf8_lossy(digits);
        let day: f64 = format!("0.{digits}").parse().unwrap_or(0.0);
        let second = (day * 86_400.0) as i32;
        Self {
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
            microsecond: 0,
        }
    }

    /// Seconds since midnight, as the server's 32 bits count them.
    pub(super) fn seconds(self) -> i32 {
        let minutes = self.hour.wrapping_mul(60).wrapping_add(self.minute);
        minutes.wrapping_mul(60).wrapping_add(self.second)
    }

    fn is_of_a_day(self) -> bool {
        let whole = i64::from(self.seconds()) * 1_000_000 + i64::from(self.microsecond);
        (0..=24).contains(&self.hour)
            && MINUTES.contains(&self.minute)
            && SECONDS.contains(&self.second)
            && whole <= DAY_MICROSECONDS
    }
}

/// Seconds east of Greenwich: a sign and hours, with minutes and seconds behind
/// colons, or minutes behind two digits at once.
pub(super) fn offset(text: &[u8]) -> Option<i32> {
    let (sign, digits) = text.split_first()?;
    let sign = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (mut hours, mut rest) = leading(digits)?;
    let (mut minutes, mut seconds) = (0, 0);
    if let Some(behind) = rest.strip_prefix(b":") {
        (minutes, rest) = leading(behind)?;
        if let Some(behind) = rest.strip_prefix(b":") {
            (seconds, rest) = leading(behind)?;
        }
    } else if rest.is_empty() && text.len() > 3 {
        (hours, minutes) = (hours / 100, hours % 100);
    }
    let is_there = (0..=ZONE_HOURS_MAX).contains(&hours)
        && (0..60).contains(&minutes)
        && (0..60).contains(&seconds)
        && rest.is_empty();
    is_there.then(|| sign * ((hours * 60 + minutes) * 60 + seconds))
}

/// strtol(3) in 32 bits: a number and what follows it, 0 and all where there is
/// none; `None` where it runs over.
pub(super) fn leading(text: &[u8]) -> Option<(i32, &[u8])> {
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        Some(_) | None => (false, text),
    };
    let length = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    if length == 0 {
        return Some((0, text));
    }
    let mut number = 0_i64;
    for digit in &digits[..length] {
        number = number * 10 + i64::from(digit - b'0');
        if number > i64::from(i32::MAX) + 1 {
            return None;
        }
    }
    let number = if negative { -number } else { number };
    Some((i32::try_from(number).ok()?, &digits[length..]))
}

/// atoi(3) of digits: what runs over 64 bits stays at their end, and of that
/// the low 32 bits count.
pub(super) fn atoi(text: &[u8]) -> i32 {
    let mut number = 0_i64;
    for digit in text.iter().take_while(|b| b.is_ascii_digit()) {
        number = number
            .saturating_mul(10)
            .saturating_add(i64::from(digit - b'0'));
    }
    number as i32
}

/// The microseconds of the digits behind a point; nothing else may follow them.
pub(super) fn fraction(digits: &[u8]) -> Option<i32> {
    let all = digits.iter().all(u8::is_ascii_digit);
    all.then(|| microseconds(digits))
}

/// The microseconds of the digits behind a point, whatever follows them.
pub(super) fn microseconds(digits: &[u8]) -> i32 {
    let mut number = 0;
    let mut digits = digits.iter().take_while(|b| b.is_ascii_digit());
    for _ in 0..6 {
        number = number * 10 + digits.next().map_or(0, |digit| i32::from(digit - b'0'));
    }
    let up = digits.next().is_some_and(|digit| *digit >= b'5');
    number + i32::from(up)
}
