//! The beat of one source of one target: a look at each point of its grid, each with a
//! time limit, never two at once; what was due and brought nothing is told as missed.

use std::time::Duration;

use jiff::Timestamp;
use plimsoll_model::{Reach, Source};
use plimsoll_watch::Input;
use tokio::time::{Instant, sleep_until, timeout};

use super::fleet::Watching;
use super::grid::Grid;

/// The least and the most that one look may take.
const LOOK_MIN: Duration = Duration::from_secs(2);
const LOOK_MAX: Duration = Duration::from_secs(10);
/// How often it is looked whether what is looked at was cut off.
const CUT_EVERY: Duration = Duration::from_secs(1);
/// Points that were slept through and are told one by one.
const LATE_MAX: u64 = 1000;

/// Something that is looked at over and over.
pub(super) trait Look: Send {
    /// One look.
    fn look(&mut self, at: Timestamp) -> impl Future<Output = Looked> + Send;

    /// It did not answer in time: what that says of the server, if anything.
    fn silent(&mut self, waited: Duration) -> Option<Reach>;

    /// Whether it was cut off since the last look, so that the next shall come at once.
    fn is_cut(&self) -> bool {
        false
    }
}

/// What a look brought.
#[derive(Debug)]
pub(super) enum Looked {
    /// This.
    Told(Vec<Input>),
    /// Nothing, and why; with what it says of the server.
    Missed(String, Option<Reach>),
    /// Nothing was to be had, and that is no fault: its process is not known yet.
    Nothing,
}

/// Looks until it is stopped.
pub(super) async fn beat(
    look: &mut impl Look,
    target: &Watching,
    name: &str,
    source: Source,
    every: Duration,
) {
    let mut grid = Grid::new(Instant::now(), name, every);
    let longest = every.clamp(LOOK_MIN, LOOK_MAX);
    // Once between two points: who cuts all that is idle shall not set the pace.
    let mut may_be_early = true;
    loop {
        wait(look, grid.due(), may_be_early).await;
        let at = Timestamp::now();
        // It takes room while it looks; a thousand that wait take none.
        let looked = timeout(longest, Box::pin(look.look(at))).await;
        let looked = looked.unwrap_or_else(|_| {
            let why = format!("no answer within {} s", longest.as_secs());
            Looked::Missed(why, look.silent(longest))
        });
        let why = tell(target, source, at, looked);
        // A look that came before its time takes no point.
        let now = Instant::now();
        may_be_early = now >= grid.due();
        let late = if may_be_early { grid.pass(now) } else { 0 };
        for _ in 0..late.min(LATE_MAX) {
            // What the look waited for in vain says more than that it waited.
            let late = "the look before it took too long";
            miss(target, source, at, why.as_deref().unwrap_or(late));
        }
    }
}

/// Waits for the next point, or until it was cut off before.
async fn wait(look: &mut impl Look, due: Instant, may_be_early: bool) {
    while !(may_be_early && look.is_cut()) {
        let next = Instant::now() + CUT_EVERY;
        sleep_until(next.min(due)).await;
        if due <= next {
            return;
        }
    }
}

/// Tells what a look brought; why nothing came, where nothing did.
fn tell(target: &Watching, source: Source, at: Timestamp, looked: Looked) -> Option<String> {
    match looked {
        Looked::Told(inputs) => {
            for input in inputs {
                target.take(input);
            }
            None
        }
        Looked::Missed(why, reach) => {
            if let Some(reach) = reach {
                target.take(Input::Reached { at, reach });
            }
            miss(target, source, at, &why);
            Some(why)
        }
        Looked::Nothing => None,
    }
}

fn miss(target: &Watching, source: Source, at: Timestamp, why: &str) {
    let why = why.to_owned();
    target.take(Input::Missed { at, source, why });
}
