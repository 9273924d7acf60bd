//! Another machine's clock beside this one's.

use jiff::{SignedDuration, Timestamp};

/// Differences below this are the way of an answer and no clock's.
const SLACK: SignedDuration = SignedDuration::from_secs(2);

/// How far this machine's clock is before another's. It is held until the two are seen
/// to lie apart otherwise: moments that are brought over keep their distances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    ahead: SignedDuration,
}

impl Clock {
    /// Takes what the other clock showed at some moment between two of this one.
    pub fn see(&mut self, there: Timestamp, begun: Timestamp, ended: Timestamp) {
        let least = begun.duration_since(there).saturating_sub(SLACK);
        let most = ended.duration_since(there).saturating_add(SLACK);
        if !(least..=most).contains(&self.ahead) {
            let way = ended.duration_since(begun) / 2;
            self.ahead = begun.duration_since(there).saturating_add(way);
        }
    }

    /// A moment of the other clock by this one.
    pub fn here(self, there: Timestamp) -> Timestamp {
        there.saturating_add(self.ahead).unwrap_or(there)
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use jiff::Timestamp;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_780_000_000_000 + millis).unwrap()
    }

    #[test]
    fn clocks_that_agree_are_left_alone_and_others_brought_over_at_one_distance() {
        let mut clock = Clock::default();
        // Within what the answer took, and a little beyond it.
        clock.see(at(900), at(0), at(800));
        assert_eq!(clock.here(at(5)), at(5));
        let hour = 3_600_000;
        clock.see(at(hour), at(0), at(200));
        assert_eq!(clock.here(at(hour + 7)), at(107));
        // What the way of another answer differs by moves nothing.
        clock.see(at(hour + 15_000), at(15_000), at(15_900));
        assert_eq!(clock.here(at(hour + 7)), at(107));
        // The other clock was set right.
        clock.see(at(30_000), at(30_000), at(30_000));
        assert_eq!(clock.here(at(9)), at(9));
    }
}
