//! When a source is due: points of time at one distance, spread by the name of what is
//! asked, so that many targets do not beat at once. What comes too late takes the next
//! point; it is never made up for.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use tokio::time::Instant;

/// The first look comes within this, however seldom the others are.
const FIRST_MAX: Duration = Duration::from_secs(10);

/// The points of one source of one target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    /// The point from which they are counted.
    origin: Instant,
    every: Duration,
    due: Instant,
}

impl Grid {
    /// Points from now on, for what has this name.
    pub(super) fn new(now: Instant, name: &str, every: Duration) -> Self {
        let every = every.max(Duration::from_millis(1));
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let spread = hasher.finish();
        let within = |length: Duration| {
            let millis = u64::try_from(length.as_millis()).unwrap_or(u64::MAX).max(1);
            Duration::from_millis(spread % millis)
        };
        Self {
            origin: now + within(every),
            every,
            due: now + within(every.min(FIRST_MAX)),
        }
    }

    /// The next point.
    pub(super) const fn due(&self) -> Instant {
        self.due
    }

    /// Takes the first point after a moment; how many were passed over on the way.
    pub(super) fn pass(&mut self, now: Instant) -> u64 {
        let from = self.due;
        self.due = self.after(from);
        if self.due > now {
            return 0;
        }
        self.due = self.after(now);
        let late = self.due.saturating_duration_since(from).as_nanos();
        let points = late / self.every.as_nanos();
        u64::try_from(points)
            .unwrap_or(u64::MAX)
            .saturating_sub(1)
            .max(1)
    }

    /// The first point after a moment.
    fn after(&self, moment: Instant) -> Instant {
        let Some(since) = moment.checked_duration_since(self.origin) else {
            return self.origin;
        };
        let points = since.as_nanos() / self.every.as_nanos() + 1;
        let points = u32::try_from(points).unwrap_or(u32::MAX);
        self.origin + self.every * points
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{FIRST_MAX, Grid};

    #[test]
    fn many_names_are_spread_over_the_interval() {
        let now = Instant::now();
        let every = Duration::from_secs(10);
        let due = |at: u32| Grid::new(now, &format!("server-{at}"), every).due() - now;
        let tenths: Vec<u128> = (0..1000).map(|at| due(at).as_millis() / 1000).collect();
        for tenth in 0..10 {
            let count = tenths.iter().filter(|it| **it == tenth).count();
            assert!((60..140).contains(&count), "{count} in second {tenth}");
        }
    }

    #[test]
    fn a_seldom_source_is_asked_soon_and_then_on_its_grid() {
        let now = Instant::now();
        let every = Duration::from_mins(5);
        let mut grid = Grid::new(now, "shop", every);
        assert!(grid.due() - now <= FIRST_MAX);
        let mut points = BTreeSet::new();
        for _ in 0..4 {
            let due = grid.due();
            assert_eq!(grid.pass(due), 0);
            points.insert(grid.due());
        }
        let points: Vec<Instant> = points.into_iter().collect();
        assert!(points.windows(2).all(|pair| pair[1] - pair[0] == every));
        assert!(points[0] - now <= every);
    }

    #[test]
    fn what_comes_late_takes_the_next_point_and_is_counted() {
        let now = Instant::now();
        let second = Duration::from_secs(1);
        let mut grid = Grid::new(now, "shop", second);
        grid.pass(grid.due());
        let due = grid.due();
        assert_eq!(grid.pass(due + second / 2), 0);
        assert_eq!(grid.due(), due + second);
        assert_eq!(grid.pass(due + second * 4 + second / 2), 3);
        assert_eq!(grid.due(), due + second * 5);
    }
}
