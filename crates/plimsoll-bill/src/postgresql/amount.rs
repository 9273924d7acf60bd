//! Sums of bytes while they are being worked out: fractions are kept, nothing
//! overflows, and becoming a [`Range`] puts them in order.

use std::ops::{Add, AddAssign, Mul};

use plimsoll_model::Range;

/// 2^10 bytes.
pub(super) const KB: f64 = 1024.0;
/// 2^20 bytes.
pub(super) const MB: f64 = 1024.0 * 1024.0;

/// Bytes, three ways.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Amount {
    /// Stays in an idle, warm server.
    pub(super) low: f64,
    /// Expected at the peak.
    pub(super) likely: f64,
    /// Bound.
    pub(super) high: f64,
}

impl Amount {
    /// The same in all three.
    pub(super) const fn even(bytes: f64) -> Self {
        Self {
            low: bytes,
            likely: bytes,
            high: bytes,
        }
    }

    /// Nothing when idle.
    pub(super) const fn busy(likely: f64, high: f64) -> Self {
        Self {
            low: 0.0,
            likely,
            high,
        }
    }

    /// As whole bytes. A float beyond 2^64 becomes 2^64 − 1.
    pub(super) fn range(self) -> Range {
        Range::new(
            self.low.round() as u64,
            self.likely.round() as u64,
            self.high.round() as u64,
        )
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            likely: self.likely + other.likely,
            high: self.high + other.high,
        }
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<f64> for Amount {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self {
            low: self.low * factor,
            likely: self.likely * factor,
            high: self.high * factor,
        }
    }
}
