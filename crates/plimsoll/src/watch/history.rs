//! History: what was seen of each server, in stretches of ten seconds, and what
//! happened. While it cannot be written nothing is asked of the targets, which keep 15
//! minutes; so waiting takes no memory, and what is lost beyond that is counted.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_model::Event;
use plimsoll_report::metrics::Keeping;
use plimsoll_store::{Fault, Limits, Place, SampleLimits, Slice, Store, StoreError, Target};
use plimsoll_watch::RECENT_SECONDS;
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::fleet::Watching;
use super::http::Shared;
use super::kept::{happening, moment, told};
use super::lock::lock;
use super::log::said;
use super::plan;

/// How often stretches are finished.
const EVERY: Duration = Duration::from_secs(10);
/// How long one act may take, and another process is waited for that writes too.
const WRITE_MAX: Duration = Duration::from_secs(10);
const WAIT_MAX: Duration = Duration::from_secs(5);
/// How long dropping what is too old may take.
const RETAIN_MAX: Duration = Duration::from_mins(1);
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

/// Why something was not written.
enum Unwritten {
    /// No history takes it, now or later.
    Unfit(String),
    /// This time.
    Failed(String),
}

impl Unwritten {
    fn why(self) -> String {
        match self {
            Self::Unfit(why) | Self::Failed(why) => why,
        }
    }

    /// Puts what no history takes to what is left out; the rest is tried again.
    fn left_out(self, left_out: &mut Vec<String>) -> Result<(), String> {
        match self {
            Self::Unfit(why) => {
                left_out.push(why);
                Ok(())
            }
            Self::Failed(why) => Err(why),
        }
    }
}

/// An act on the store, which may take so long.
async fn within<T>(
    max: Duration,
    act: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, Unwritten> {
    match timeout(max, act).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(why)) if matches!(why.fault, Fault::Unfit(_)) => {
            Err(Unwritten::Unfit(why.to_string()))
        }
        Ok(Err(why)) => Err(Unwritten::Failed(why.to_string())),
        Err(_) => Err(Unwritten::Failed(slow(max))),
    }
}

fn slow(max: Duration) -> String {
    format!("it takes more than {} s", max.as_secs())
}

async fn opened(place: String) -> Result<Store, String> {
    let place = Place::parse(&place).map_err(|why| why.to_string())?;
    let opened = Store::open(&place, WAIT_MAX).await;
    opened.map_err(|why| why.to_string())
}

async fn opened_anew(mut failed: Store, place: String) -> Result<Store, String> {
    failed.close().await;
    opened(place).await
}

/// Drops what is too old, and what the limits do not allow.
async fn retained(store: &Store, limits: Limits, now: Timestamp) -> Result<(), String> {
    let now = moment(now)?;
    let samples = store.retain_samples(days(limits), &now);
    within(RETAIN_MAX, samples).await.map_err(Unwritten::why)?;
    if limits != Limits::default() {
        let audits = store.retain(limits, &now);
        within(RETAIN_MAX, audits).await.map_err(Unwritten::why)?;
    }
    Ok(())
}

/// How long samples and events are kept: their own time, or what is less.
fn days(limits: Limits) -> SampleLimits {
    let own = SampleLimits::default();
    let age = limits.age_days_max.unwrap_or(u32::MAX);
    SampleLimits {
        fine_days_max: own.fine_days_max.min(age),
        coarse_days_max: own.coarse_days_max.min(age),
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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use jiff::{SignedDuration, Timestamp};
    use plimsoll_model::{Engine, Event, EventKind, Metric, Reading, Sample, Source};
    use plimsoll_store::{Limits, Moment, Place, Store};
    use plimsoll_watch::Input;

    use super::{History, WAIT_MAX};
    use crate::watch::fleet::Watching;
    use crate::watch::http::Shared;
    use crate::watch::lock::lock;
    use crate::watch::plan::{self, plan};

    /// A fleet of these servers, each known to the history by its name.
    fn shared(folder: &Path, names: &[&str]) -> Arc<Shared> {
        let file = folder.join("plimsoll.toml");
        let one = |name: &&str| {
            format!("[[server]]\nname = \"{name}\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n")
        };
        std::fs::write(&file, names.iter().map(one).collect::<String>()).unwrap();
        let shared = Arc::new(Shared::begun());
        let servers = plan(&file).unwrap().servers;
        let servers = servers.iter().map(|planned| {
            let watching = Watching::new(planned);
            watching.known_as((Engine::Postgresql, watching.name.clone()));
            Arc::new(watching)
        });
        let servers = servers.collect();
        shared.fleet.set(servers, std::collections::BTreeMap::new());
        shared
    }

    fn history(folder: &Path, limits: Limits, shared: &Arc<Shared>) -> History {
        let place = folder.display().to_string();
        History::of(&plan::Store { place, limits }, shared)
    }

    fn sample(at: Timestamp, labels: &[String]) -> Input {
        let reading = |label: &String| Reading {
            metric: Metric::Sessions,
            labels: vec![label.clone()],
            value: 7.0,
        };
        Input::Sample(Sample {
            at,
            source: Source::Server,
            took_seconds: 0.0,
            readings: labels.iter().map(reading).collect(),
            blockers: Vec::new(),
            gaps: Vec::new(),
        })
    }

    fn event(at: Timestamp, kind: &str) -> Input {
        Input::Happened(Event {
            at,
            kind: EventKind::Other(kind.to_owned()),
            target: "*".to_owned(),
            message: "it happened".to_owned(),
            actor: None,
            reference: None,
        })
    }

    #[tokio::test]
    async fn what_no_history_takes_is_left_out_and_counted_and_the_rest_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let shared = shared(folder.path(), &["shop", "other"]);
        let long_ago = Timestamp::now() - SignedDuration::from_secs(60);
        for server in shared.fleet.servers().iter() {
            server.take(sample(long_ago, &["x".repeat(500), "active".to_owned()]));
            for kind in ["", "a\0b", &"x".repeat(801), "deploy"] {
                server.take(event(long_ago, kind));
            }
        }
        let place = folder.path().display().to_string();
        let mut history = history(folder.path(), Limits::default(), &shared);
        assert!(history.turn(true).await);
        let keeping = lock(&shared.counters.keeping).clone().unwrap();
        assert_eq!((keeping.is_up, keeping.unfit), (true, 2 * 4));
        history.end().await;
        let store = Store::open(&Place::parse(&place).unwrap(), WAIT_MAX).await;
        let store = store.unwrap();
        let [from, to] =
            ["2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z"].map(|it| Moment::parse(it).unwrap());
        for server in ["shop", "other"] {
            let events = store.events(server, &from, &to, 9).await.unwrap();
            assert_eq!(events.len(), 1, "{server}: {events:?}");
            let samples = store.samples(server, "sessions\u{1f}active", &from, &to);
            assert_eq!(samples.await.unwrap().points.len(), 1, "{server}");
        }
    }

    #[tokio::test]
    async fn servers_that_cannot_be_written_keep_no_other_from_it() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["bad-1", "bad-2", "bad-3", "bad-4", "shop"];
        let shared = shared(folder.path(), &names);
        let now = Timestamp::now();
        let mut history = history(folder.path(), Limits::default(), &shared);
        assert!(history.turn(false).await);
        let file = folder.path().join(plimsoll_store::FILE_NAME);
        let refusing = "CREATE TRIGGER refusing BEFORE INSERT ON events \
            WHEN (SELECT key FROM targets WHERE id = NEW.target) LIKE 'bad-%' \
            BEGIN SELECT RAISE(ABORT, 'as it is made to'); END";
        let file = rusqlite::Connection::open(file).unwrap();
        file.execute_batch(refusing).unwrap();
        for server in shared.fleet.servers().iter() {
            server.take(event(now, "deploy"));
        }
        assert!(!history.turn(false).await && !history.turn(false).await);
        let count = || {
            let count = "SELECT count(*) FROM events";
            file.query_row(count, [], |row| row.get::<_, i64>(0))
                .unwrap()
        };
        assert_eq!(count(), 1);
        // Nothing of theirs is lost once they can be.
        file.execute_batch("DROP TRIGGER refusing").unwrap();
        assert!(history.turn(false).await);
        assert_eq!(count(), 5);
    }

    #[tokio::test]
    async fn the_limits_of_the_store_are_kept() {
        let day = SignedDuration::from_hours(24);
        let none = Limits::default();
        let young = Limits {
            age_days_max: Some(1),
            ..none
        };
        let small = Limits {
            bytes_max: Some(1),
            ..none
        };
        for (limits, events, blocks) in [(none, 2, 1), (young, 1, 1), (small, 2, 0)] {
            let folder = tempfile::tempdir().unwrap();
            let shared = shared(folder.path(), &["shop"]);
            let now = Timestamp::now();
            for server in shared.fleet.servers().iter() {
                let labels = ["active".to_owned()];
                server.take(sample(now - SignedDuration::from_secs(60), &labels));
                server.take(event(now - day * 3, "deploy"));
                server.take(event(now, "deploy"));
            }
            let mut history = history(folder.path(), limits, &shared);
            assert!(history.turn(true).await);
            history.end().await;
            let file = folder.path().join(plimsoll_store::FILE_NAME);
            let file = rusqlite::Connection::open(file).unwrap();
            let count = |table| {
                let count = format!("SELECT count(*) FROM {table}");
                file.query_row(&count, [], |row| row.get::<_, i64>(0))
                    .unwrap()
            };
            assert_eq!(
                (count("events"), count("samples")),
                (events, blocks),
                "{limits:?}"
            );
        }
    }
}
