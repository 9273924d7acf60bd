//! When what is dear to ask for is due: on its grid, and what could not be asked then, for
//! the server was not up, as soon as it can. It asks nobody.

use tokio::time::Instant;

use super::grid::Grid;

/// What is due of it.
#[derive(Debug)]
pub(super) struct Seldom {
    grid: Grid,
    is_owed: bool,
    /// Whether the server was ever up: before that nothing was missed.
    was_up: bool,
}

/// What a moment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Due {
    /// It is to be asked now.
    pub(super) is_now: bool,
    /// Points that went by and brought nothing.
    pub(super) missed: u64,
}

impl Seldom {
    /// On that grid.
    pub(super) const fn new(grid: Grid) -> Self {
        Self {
            grid,
            is_owed: false,
            was_up: false,
        }
    }

    /// Its next point.
    pub(super) const fn next(&self) -> Instant {
        self.grid.due()
    }

    /// What is due at a moment, at which the server is up or is not.
    pub(super) fn at(&mut self, now: Instant, is_up: bool) -> Due {
        self.was_up |= is_up;
        let mut missed = 0;
        if now >= self.grid.due() {
            missed = self.grid.pass(now) + u64::from(!is_up);
            self.is_owed = true;
        }
        let is_now = self.is_owed && is_up;
        self.is_owed &= !is_now;
        Due {
            is_now,
            missed: if self.was_up { missed } else { 0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Due, Seldom};
    use crate::watch::grid::Grid;

    const EVERY: Duration = Duration::from_mins(5);

    fn due(is_now: bool, missed: u64) -> Due {
        Due { is_now, missed }
    }

    #[test]
    fn it_is_asked_once_the_server_is_up_and_nothing_is_missed_before() {
        let now = Instant::now();
        let mut seldom = Seldom::new(Grid::new(now, "shop", EVERY));
        let second = Duration::from_secs(1);
        for at in 0..1000 {
            assert_eq!(seldom.at(now + at * second, false), due(false, 0), "{at}");
        }
        assert_eq!(seldom.at(now + 1000 * second, true), due(true, 0));
        assert_eq!(seldom.at(now + 1001 * second, true), due(false, 0));
        let point = seldom.next();
        assert_eq!(seldom.at(point, true), due(true, 0));
        // One that went by while the server was down is missed, and asked afterwards.
        let point = seldom.next();
        assert_eq!(seldom.at(point, false), due(false, 1));
        assert_eq!(seldom.at(point + 9 * second, false), due(false, 0));
        assert_eq!(seldom.at(point + 10 * second, true), due(true, 0));
    }

    #[test]
    fn points_that_an_answer_took_too_long_for_are_missed() {
        let now = Instant::now();
        let mut seldom = Seldom::new(Grid::new(now, "shop", Duration::from_secs(6)));
        let point = seldom.next();
        assert_eq!(seldom.at(point, true), due(true, 0));
        let point = seldom.next();
        assert_eq!(
            seldom.at(point + Duration::from_secs(13), true),
            due(true, 2)
        );
        assert_eq!(seldom.next(), point + Duration::from_secs(18));
    }
}
