//! How long a server that could not be asked is left alone: longer each time, to a
//! bound, and never many of them in step. One that refused the login is left alone
//! longest, for a wrong password asked often locks accounts.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use plimsoll_model::Reach;
use tokio::time::Instant;

/// The first pause.
const FIRST: Duration = Duration::from_secs(1);
/// The longest before a server that is down.
const DOWN_MAX: Duration = Duration::from_secs(30);
/// The longest before one that does not let in.
const REFUSED_MAX: Duration = Duration::from_mins(5);

/// The pause of one connection.
#[derive(Debug)]
pub(super) struct Pause {
    name: String,
    failures: u32,
    until: Option<Instant>,
}

impl Pause {
    /// None yet.
    pub(super) fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            failures: 0,
            until: None,
        }
    }

    /// Whether it lasts.
    pub(super) fn lasts(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// It answered.
    pub(super) fn end(&mut self) {
        self.failures = 0;
        self.until = None;
    }

    /// It could not be asked, once more.
    pub(super) fn lengthen(&mut self, now: Instant, reach: &Reach) {
        let longest = match reach {
            Reach::LoginRefused(_) => REFUSED_MAX,
            Reach::Up
            | Reach::Down(_)
            | Reach::NotReady(_)
            | Reach::NoSlot(_)
            | Reach::Silent(_)
            | Reach::Unfit(_) => DOWN_MAX,
        };
        let length = FIRST
            .saturating_mul(1 << self.failures.min(16))
            .min(longest);
        self.failures = self.failures.saturating_add(1);
        let mut hasher = DefaultHasher::new();
        (&self.name, self.failures).hash(&mut hasher);
        // Between three quarters of it and all.
        let share = (hasher.finish() % 256) as f64 / 1024.0;
        self.until = Some(now + length.mul_f64(1.0 - share));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use plimsoll_model::Reach;
    use tokio::time::Instant;

    use super::{DOWN_MAX, Pause, REFUSED_MAX};

    fn longest(reach: &Reach) -> Duration {
        let now = Instant::now();
        let mut pause = Pause::of("shop");
        let mut longest = Duration::ZERO;
        for _ in 0..50 {
            pause.lengthen(now, reach);
            longest = longest.max(pause.until.unwrap() - now);
        }
        longest
    }

    #[test]
    fn pauses_are_bounded_and_longest_where_the_login_is_refused() {
        let down = longest(&Reach::Down(String::new()));
        assert!(down <= DOWN_MAX && down > DOWN_MAX / 2, "{down:?}");
        let refused = longest(&Reach::LoginRefused(String::new()));
        assert!(refused <= REFUSED_MAX && refused > DOWN_MAX, "{refused:?}");
    }

    #[test]
    fn the_first_is_short_and_an_answer_ends_them() {
        let now = Instant::now();
        let mut pause = Pause::of("shop");
        assert!(!pause.lasts(now));
        pause.lengthen(now, &Reach::Silent(String::new()));
        assert!(pause.lasts(now) && !pause.lasts(now + Duration::from_secs(1)));
        pause.end();
        assert!(!pause.lasts(now));
    }
}
