//! The set of what fields have told so far: nothing may be told twice. Knows no
//! values.

/// Some parts of a time stamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts(u32);

impl Parts {
    pub(super) const NONE: Self = Self(0);
    pub(super) const YEAR: Self = Self(1);
    pub(super) const MONTH: Self = Self(1 << 1);
    pub(super) const DAY: Self = Self(1 << 2);
    pub(super) const DATE: Self = Self(0b111);
    pub(super) const HOUR: Self = Self(1 << 3);
    pub(super) const MINUTE: Self = Self(1 << 4);
    pub(super) const SECOND: Self = Self(1 << 5);
    /// Seconds with a fraction.
    pub(super) const SECONDS: Self = Self(0b11 << 5);
    pub(super) const TIME: Self = Self(0b1111 << 3);
    pub(super) const ZONE: Self = Self(1 << 7);
    /// The word that moves a zone to its summer time.
    pub(super) const SUMMER: Self = Self(1 << 8);
    pub(super) const DAY_OF_YEAR: Self = Self(1 << 9);
    /// AM or PM.
    pub(super) const HALF: Self = Self(1 << 10);
    /// AD or BC.
    pub(super) const ERA: Self = Self(1 << 11);
    pub(super) const WEEKDAY: Self = Self(1 << 12);
    /// A word that is no time of the calendar.
    pub(super) const RESERVED: Self = Self(1 << 13);

    pub(super) const fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Those of a date.
    pub(super) const fn of_date(self) -> Self {
        Self(self.0 & Self::DATE.0)
    }
}
