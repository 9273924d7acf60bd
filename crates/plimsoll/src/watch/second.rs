//! The second connection: whether settings moved, and what is dear to ask for. It is
//! quiet while the first cannot get through.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_model::{Reach, Source};
use plimsoll_watch::Input;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use super::fleet::Watching;
use super::grid::Grid;
use super::plan::Planned;
use super::seldom::Seldom;
use super::wire::{Shut, Wire};

/// The most that a mark, and what is dear, may take.
const MARK_MAX: Duration = Duration::from_secs(10);
const SELDOM_MAX: Duration = Duration::from_secs(30);
/// Whether settings moved is asked no more often: of MySQL it is a sum over all of them.
const MARK_MIN: Duration = Duration::from_secs(10);
/// Points that went by and are told one by one.
const LATE_MAX: u64 = 1000;

/// Why nothing came of a point.
const TOO_LONG: &str = "the look before it took too long";
const DOWN: &str = "the server cannot be asked";

/// The second connection of one server.
pub(super) struct Second {
    pub(super) planned: Arc<Planned>,
    pub(super) watching: Arc<Watching>,
    pub(super) wire: Wire,
    /// Where marks are told to who prices.
    pub(super) marks: watch::Sender<String>,
}

impl Second {
    /// Asks until it is stopped.
    pub(super) async fn run(&mut self) {
        let name = format!("{} second", self.watching.name);
        let every = self.planned.every(Source::Server).max(MARK_MIN);
        let mut grid = Grid::new(Instant::now(), &name, every);
        let every = self.planned.every(Source::Seldom);
        let mut seldom = Seldom::new(Grid::new(Instant::now(), &name, every));
        loop {
            sleep_until(grid.due().min(seldom.next())).await;
            let is_up = self.watching.is_up();
            let is_due = Instant::now() >= grid.due();
            if is_due {
                if is_up && let Ok(mark) = self.mark().await {
                    self.marks.send_replace(mark);
                }
                grid.pass(Instant::now());
            }
            let due = seldom.at(Instant::now(), is_up);
            let why = if is_up { TOO_LONG } else { DOWN };
            for _ in 0..due.missed.min(LATE_MAX) {
                self.miss(why.to_owned());
            }
            if due.is_now
                && let Err(why) = self.seldom().await
            {
                self.miss(why);
            }
        }
    }

    fn miss(&self, why: String) {
        let (at, source) = (Timestamp::now(), Source::Seldom);
        self.watching.take(Input::Missed { at, source, why });
    }

    async fn mark(&mut self) -> Result<String, String> {
        let asked = Box::pin(async {
            match self.wire.sampler().await {
                Ok(sampler) => sampler.mark().await.map_err(Shut::Failed),
                Err(shut) => Err(shut),
            }
        });
        let asked = timeout(MARK_MAX, asked).await;
        self.kept(asked, MARK_MAX)
    }

    async fn seldom(&mut self) -> Result<(), String> {
        let at = Timestamp::now();
        let asked = Box::pin(async {
            match self.wire.sampler().await {
                Ok(sampler) => sampler.seldom(at).await.map_err(Shut::Failed),
                Err(shut) => Err(shut),
            }
        });
        let asked = timeout(SELDOM_MAX, asked).await;
        let sample = self.kept(asked, SELDOM_MAX)?;
        self.watching.take(Input::Sample(sample));
        Ok(())
    }

    /// The answer; a connection that failed is dropped.
    fn kept<T>(
        &mut self,
        asked: Result<Result<T, Shut>, tokio::time::error::Elapsed>,
        waited: Duration,
    ) -> Result<T, String> {
        let reach = match asked {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(Shut::Pausing(reach))) => {
                return Err(reach.why().unwrap_or_default().to_owned());
            }
            Ok(Err(Shut::Failed(reach))) => reach,
            Err(_) => Reach::Silent(format!("no answer within {} s", waited.as_secs())),
        };
        self.wire.lost(&reach);
        Err(reach.why().unwrap_or_default().to_owned())
    }
}
