//! History: what was seen of each server, in stretches of ten seconds, and what
//! happened. While it cannot be written nothing is asked of the targets, which keep 15
//! minutes; so waiting takes no memory, and what is lost beyond that is counted.

mod act;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_model::Event;
use plimsoll_report::metrics::Keeping;
use plimsoll_store::{Limits, Slice, Store, Target};
use plimsoll_watch::RECENT_SECONDS;
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval, timeout};

use self::act::{Unwritten, opened, opened_anew, retained, slow, within};
use super::fleet::Watching;
use super::kept::{happening, told};
use super::lock::lock;
use super::log::said;
use super::plan;
use super::shared::Shared;

/// How often stretches are finished.
const EVERY: Duration = Duration::from_secs(10);
/// How long one act may take.
const WRITE_MAX: Duration = Duration::from_secs(10);
/// Servers whose write fails before a turn ends: the history fails then, not they.
const FAILURES_MAX: usize = 3;
/// How often what is too old is dropped.
const RETAIN_EVERY: Duration = Duration::from_mins(10);

type Opening = Pin<Box<dyn Future<Output = Result<Store, String>> + Send>>;

/// Where history is kept, and what of it waits.
pub(super) struct History {
    place: String,
    limits: Limits,
    shared: Arc<Shared>,
    store: Option<Store>,
    /// It is being opened, once that which failed is closed: one at a time, so that a
    /// disk that hangs holds one thread.
    opening: Option<Opening>,
    /// What was taken from a target and is not written yet: of those alone whose write
    /// failed, and once.
    slices: BTreeMap<String, Vec<Slice>>,
    /// Events likewise.
    events: BTreeMap<String, VecDeque<Event>>,
    /// The server that is written next, of those that are watched.
    next: usize,
    /// What no history takes, of this turn, and whether there was such in the one before.
    left_out: Vec<String>,
    was_left_out: bool,
    /// When all was written last.
    last: Timestamp,
}

/// The history, shared by the task that writes it and the end of the daemon.
pub(super) type Keeper = Mutex<History>;

/// Writes what is finished until it is stopped.
pub(super) async fn run(keeper: &Keeper) {
    let mut turns = interval(EVERY);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut since_retained = RETAIN_EVERY;
    loop {
        turns.tick().await;
        since_retained += EVERY;
        let is_due = since_retained >= RETAIN_EVERY;
        if keeper.lock().await.turn(is_due).await && is_due {
            since_retained = Duration::ZERO;
        }
    }
}

impl History {
    /// One that is kept so.
    pub(super) fn of(kept: &plan::Store, shared: &Arc<Shared>) -> Self {
        Self {
            place: kept.place.clone(),
            limits: kept.limits,
            shared: shared.clone(),
            store: None,
            opening: None,
            slices: BTreeMap::new(),
            events: BTreeMap::new(),
            next: 0,
            left_out: Vec::new(),
            was_left_out: false,
            last: Timestamp::now(),
        }
    }

    /// Writes what is finished now; whether that went well.
    pub(super) async fn turn(&mut self, retain: bool) -> bool {
        let written = self.write(retain).await;
        let now = Timestamp::now();
        let behind = now.as_second().saturating_sub(self.last.as_second());
        let behind = u64::try_from(behind).unwrap_or(0);
        self.tell(&written, behind);
        if written.is_ok() {
            self.last = now;
        }
        written.is_ok()
    }

    /// Says how it went, in figures every time and in the log where it changed.
    fn tell(&mut self, written: &Result<(), String>, behind_seconds: u64) {
        let mut keeping = lock(&self.shared.counters.keeping);
        let before = keeping.take().unwrap_or_default();
        let lost = behind_seconds.saturating_sub(RECENT_SECONDS as u64);
        let is_up = written.is_ok();
        let why = written.as_ref().err().map(|why| said(why));
        match &why {
            None if lost > 0 => {
                tracing::warn!(
                    seconds = lost,
                    "the history is written again; of so long it has nothing"
                );
            }
            None if !before.is_up => tracing::info!("the history is written"),
            Some(why) if before.why.is_none() => {
                tracing::warn!("the history is not written: {why}");
            }
            None | Some(_) => {}
        }
        let left_out = std::mem::take(&mut self.left_out);
        if let Some(first) = left_out.first().filter(|_| !self.was_left_out) {
            let (count, why) = (left_out.len(), said(first));
            tracing::warn!(count, "left out of the history, which takes no such: {why}");
        }
        self.was_left_out = !left_out.is_empty();
        *keeping = Some(Keeping {
            is_up,
            why,
            behind_seconds: if is_up { 0 } else { behind_seconds },
            lost_seconds: before.lost_seconds + if is_up { lost } else { 0 },
            unfit: before.unfit + left_out.len() as u64,
        });
    }

    /// Writes what every server has, from behind the one that was tried last on. What
    /// fails with one is not the others' trouble; where several fail, the history does.
    async fn write(&mut self, retain: bool) -> Result<(), String> {
        let servers = self.shared.fleet.servers();
        let mut failed = Vec::new();
        let now = Timestamp::now();
        for _ in 0..servers.len() {
            let store = self.opened().await?;
            let at = self.next % servers.len();
            self.next = at + 1;
            let server = &servers[at];
            match self.write_one(&store, server, now).await {
                Ok(()) => self.store = Some(store),
                Err(why) => {
                    self.reopen(store);
                    failed.push(format!("{}: {why}", server.name));
                }
            }
            if failed.len() >= FAILURES_MAX {
                break;
            }
        }
        if retain && failed.is_empty() {
            let store = self.opened().await?;
            match retained(&store, self.limits, now).await {
                Ok(()) => self.store = Some(store),
                Err(why) => {
                    self.reopen(store);
                    return Err(why);
                }
            }
        }
        failed.into_iter().next().map_or(Ok(()), Err)
    }

    /// The store, taken: who is through with it puts it back.
    async fn opened(&mut self) -> Result<Store, String> {
        if let Some(store) = self.store.take() {
            return Ok(store);
        }
        let place = self.place.clone();
        let opening = self.opening.get_or_insert_with(|| Box::pin(opened(place)));
        let Ok(opened) = timeout(WRITE_MAX, opening).await else {
            return Err(slow(WRITE_MAX));
        };
        self.opening = None;
        opened
    }

    /// A store that failed is opened anew, when it is wanted.
    fn reopen(&mut self, failed: Store) {
        self.opening = Some(Box::pin(opened_anew(failed, self.place.clone())));
    }

    /// Writes what is finished, the last time, and lets the store go in good order.
    pub(super) async fn end(&mut self) {
        self.turn(false).await;
        if let Some(mut store) = self.store.take() {
            store.close().await;
        }
    }

    async fn write_one(
        &mut self,
        store: &Store,
        server: &Arc<Watching>,
        now: Timestamp,
    ) -> Result<(), String> {
        // One that never told what it is has told nothing.
        let Some((engine, key)) = server.identity() else {
            return Ok(());
        };
        let name = &server.name;
        let target = Target {
            key,
            name: name.clone(),
            engine: engine.as_str().to_owned(),
        };
        let left_out = &mut self.left_out;
        let slices = self
            .slices
            .entry(name.clone())
            .or_insert_with(|| finished(server, now, left_out));
        if !slices.is_empty() {
            let kept = within(WRITE_MAX, store.keep_slices(&target, slices)).await;
            kept.or_else(|why| why.left_out(left_out))?;
        }
        self.slices.remove(name);
        let events = self.events.entry(name.clone()).or_default();
        if events.is_empty() {
            events.extend(server.events());
        }
        while let Some(event) = events.front() {
            let kept = match happening(event) {
                Ok(event) => within(WRITE_MAX, store.keep_event(&target, &event)).await,
                Err(why) => Err(Unwritten::Unfit(why)),
            };
            kept.or_else(|why| why.left_out(left_out))?;
            events.pop_front();
        }
        Ok(())
    }
}

/// The stretches that a target has finished, in the history's words; of those that it
/// does not take, why.
fn finished(server: &Watching, now: Timestamp, left_out: &mut Vec<String>) -> Vec<Slice> {
    let mut names = BTreeSet::new();
    let mut fit = Vec::new();
    for slice in server.with(|target| target.slices(now)) {
        let slice = told(&slice);
        match slice.check() {
            Err(why) => left_out.push(why.to_string()),
            Ok(()) if !names.insert(slice.series.clone()) => {
                left_out.push(format!("`{}` is there twice", slice.series));
            }
            Ok(()) => fit.push(slice),
        }
    }
    fit
}
