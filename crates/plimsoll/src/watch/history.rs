//! History: what was seen of each server, in stretches of ten seconds, and what
//! happened. While it cannot be written nothing is asked of the targets, which keep 15
//! minutes; so waiting takes no memory, and what is lost beyond that is counted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_model::Event;
use plimsoll_report::metrics::Keeping;
use plimsoll_store::{Happening, Moment, Place, Point, SampleLimits, Slice, Store, Target};
use plimsoll_watch::RECENT_SECONDS;
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::fleet::Watching;
use super::http::Shared;
use super::lock::lock;
use super::log::said;

/// How often stretches are finished.
const EVERY: Duration = Duration::from_secs(10);
/// How long one write may take, and another process is waited for that writes too.
const WRITE_MAX: Duration = Duration::from_secs(10);
const WAIT_MAX: Duration = Duration::from_secs(5);
/// How often what is too old is dropped.
const RETAIN_EVERY: Duration = Duration::from_mins(10);

/// Where history is kept, and what of it waits.
pub(super) struct History {
    place: String,
    shared: Arc<Shared>,
    store: Option<Store>,
    /// What was taken from a target and is not written yet: of one server at most.
    slices: BTreeMap<String, Vec<Slice>>,
    /// Events likewise.
    events: BTreeMap<String, Vec<Event>>,
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
    /// One in a folder or a `PostgreSQL`.
    pub(super) fn at(place: &str, shared: &Arc<Shared>) -> Self {
        Self {
            place: place.to_owned(),
            shared: shared.clone(),
            store: None,
            slices: BTreeMap::new(),
            events: BTreeMap::new(),
            last: Timestamp::now(),
        }
    }

    /// Writes what is finished now; whether that went well.
    pub(super) async fn turn(&mut self, retain: bool) -> bool {
        let written = timeout(WRITE_MAX, self.write(retain)).await;
        let slow = || Err(format!("it takes more than {} s", WRITE_MAX.as_secs()));
        let written = written.unwrap_or_else(|_| slow());
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
    fn tell(&self, written: &Result<(), String>, behind_seconds: u64) {
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
        *keeping = Some(Keeping {
            is_up,
            why,
            behind_seconds: if is_up { 0 } else { behind_seconds },
            lost_seconds: before.lost_seconds + if is_up { lost } else { 0 },
        });
    }

    async fn write(&mut self, retain: bool) -> Result<(), String> {
        // A store that failed is opened anew.
        let store = if let Some(store) = self.store.take() {
            store
        } else {
            let place = Place::parse(&self.place).map_err(|why| why.to_string())?;
            let opened = Store::open(&place, WAIT_MAX).await;
            opened.map_err(|why| why.to_string())?
        };
        let now = Timestamp::now();
        for server in self.shared.fleet.servers().iter() {
            self.write_one(&store, server, now).await?;
        }
        if retain {
            let now = Moment::parse(&now.to_string()).map_err(|why| why.to_string())?;
            let retained = store.retain_samples(SampleLimits::default(), &now).await;
            retained.map_err(|why| why.to_string())?;
        }
        self.store = Some(store);
        Ok(())
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
        let slices = self
            .slices
            .entry(name.clone())
            .or_insert_with(|| finished(server, now));
        if !slices.is_empty() {
            let kept = store.keep_slices(&target, slices).await;
            kept.map_err(|why| why.to_string())?;
        }
        self.slices.remove(name);
        let events = self.events.entry(name.clone()).or_default();
        events.extend(server.events());
        while let Some(event) = events.first() {
            if let Ok(event) = happening(event) {
                let kept = store.keep_event(&target, &event).await;
                kept.map_err(|why| why.to_string())?;
            }
            events.remove(0);
        }
        Ok(())
    }
}

/// The stretches that a target has finished, in the history's words.
fn finished(server: &Watching, now: Timestamp) -> Vec<Slice> {
    let slices = server.with(|target| target.slices(now)).into_iter();
    let slices = slices.map(|slice| {
        let points = slice.stretches.iter().map(|it| Point {
            at: it.at.as_second(),
            min: it.min,
            mean: it.mean,
            max: it.max,
        });
        let labels = slice.labels.iter().map(|label| format!("\u{1f}{label}"));
        Slice {
            series: slice.metric.name().to_owned() + &labels.collect::<String>(),
            points: points.collect(),
        }
    });
    slices.collect()
}

fn happening(event: &Event) -> Result<Happening, String> {
    Ok(Happening {
        at: Moment::parse(&event.at.to_string()).map_err(|why| why.to_string())?,
        kind: event.kind.as_str().to_owned(),
        message: event.message.clone(),
        actor: event.actor.clone(),
        reference: event.reference.clone(),
    })
}
