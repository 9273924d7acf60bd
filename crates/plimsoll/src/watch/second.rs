//! The second connection: whether settings moved, what they cost, and what is dear to
//! ask for. It is quiet while the first cannot get through.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_model::{Reach, Source};
use plimsoll_watch::Input;
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, sleep_until, timeout};

use super::fleet::Watching;
use super::grid::Grid;
use super::log::said;
use super::plan::Planned;
use super::price::{Local, priced};
use super::wire::{Shut, Wire};

/// The most that a mark, and what is dear, may take.
const MARK_MAX: Duration = Duration::from_secs(10);
const SELDOM_MAX: Duration = Duration::from_secs(30);
/// Whether settings moved is asked no more often: of MySQL it is a sum over all of them.
const MARK_MIN: Duration = Duration::from_secs(10);
/// Settings are read again after this, moved or not: limits and files have no mark.
const AGAIN: Duration = Duration::from_mins(10);
/// A pricing that failed, or found no session to count in, is tried again after this.
const AGAIN_FAILED: Duration = Duration::from_mins(1);

/// The second connection of one server.
pub(super) struct Second {
    pub(super) planned: Arc<Planned>,
    pub(super) watching: Arc<Watching>,
    pub(super) wire: Wire,
    /// Where the server's process is told to those who look at its host.
    pub(super) local: watch::Sender<Option<Local>>,
    /// How many servers are priced at once.
    pub(super) pricing: Arc<Semaphore>,
    pub(super) priced: Option<Last>,
}

/// The pricing before.
pub(super) struct Last {
    mark: String,
    again: Instant,
}

impl Second {
    /// Asks until it is stopped.
    pub(super) async fn run(&mut self) {
        let name = format!("{} second", self.watching.name);
        let every = self.planned.every(Source::Server).max(MARK_MIN);
        let mut grid = Grid::new(Instant::now(), &name, every);
        let mut seldom = Grid::new(Instant::now(), &name, self.planned.every(Source::Seldom));
        loop {
            sleep_until(grid.due()).await;
            let is_due = Instant::now() >= seldom.due();
            let asked = self.once(is_due).await;
            if is_due {
                let missed = seldom.pass(Instant::now()) + u64::from(asked.is_err());
                let late = || "the look before it took too long".to_owned();
                let why = asked.as_ref().err().cloned().unwrap_or_else(late);
                for _ in 0..missed {
                    let (at, source, why) = (Timestamp::now(), Source::Seldom, why.clone());
                    self.watching.take(Input::Missed { at, source, why });
                }
            }
            // Last, for it may wait long for its turn.
            if let Ok(Some(mark)) = asked {
                self.price(mark).await;
            }
            grid.pass(Instant::now());
        }
    }

    /// The mark, if settings may have moved since they were priced, and what is dear if
    /// it is due.
    async fn once(&mut self, is_due: bool) -> Result<Option<String>, String> {
        if !self.watching.is_up() {
            return Err("the server cannot be asked".to_owned());
        }
        let mark = self.mark().await?;
        if is_due {
            self.seldom().await?;
        }
        let now = Instant::now();
        let is_priced = |last: &Last| last.mark == mark && now < last.again;
        let is_moved = !self.priced.as_ref().is_some_and(is_priced);
        Ok(is_moved.then_some(mark))
    }

    async fn mark(&mut self) -> Result<String, String> {
        let asked = timeout(MARK_MAX, async {
            match self.wire.sampler().await {
                Ok(sampler) => sampler.mark().await.map_err(Shut::Failed),
                Err(shut) => Err(shut),
            }
        });
        let asked = asked.await;
        self.kept(asked, MARK_MAX)
    }

    async fn seldom(&mut self) -> Result<(), String> {
        let at = Timestamp::now();
        let asked = timeout(SELDOM_MAX, async {
            match self.wire.sampler().await {
                Ok(sampler) => sampler.seldom(at).await.map_err(Shut::Failed),
                Err(shut) => Err(shut),
            }
        });
        let asked = asked.await;
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

    async fn price(&mut self, mark: String) {
        let Ok(_turn) = self.pricing.acquire().await else {
            return;
        };
        let again = match priced(self.planned.subject.clone()).await {
            Ok(priced) => {
                let pid = priced.local.as_ref().map(|local| local.pid);
                self.local.send_replace(priced.local);
                self.watching.in_force(priced.in_force, pid);
                let is_told = priced.configured.bill_sessions.get().is_some();
                self.watching.known_as(priced.identity);
                self.watching.take(Input::Configured(priced.configured));
                if is_told { AGAIN } else { AGAIN_FAILED }
            }
            Err(why) => {
                let why = said(&why.to_string());
                tracing::warn!(
                    server = self.watching.name,
                    "its settings are not priced: {why}"
                );
                AGAIN_FAILED
            }
        };
        self.priced = Some(Last {
            mark,
            again: Instant::now() + again,
        });
    }
}
