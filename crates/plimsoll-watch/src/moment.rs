//! Moments as milliseconds since 1970: half the size of a timestamp, of which a target
//! keeps thousands.

use jiff::Timestamp;

/// A moment; [`jiff`]'s range, so that every one of them is a timestamp again.
pub(crate) type Moment = i64;

/// The moment of a timestamp.
pub(crate) fn moment(at: Timestamp) -> Moment {
    at.as_millisecond()
}

/// The timestamp of a moment; one beyond what can be told is the last that can.
pub(crate) fn timestamp(at: Moment) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(if at < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// Seconds from one to another; negative where the other is earlier.
pub(crate) fn seconds(from: Moment, to: Moment) -> f64 {
    to.saturating_sub(from) as f64 / 1000.0
}

/// A length in seconds as milliseconds.
pub(crate) fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}
