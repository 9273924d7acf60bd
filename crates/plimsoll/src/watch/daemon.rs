//! The daemon: what is watched by which tasks, until it is told to stop; what changes
//! when its configuration is read anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Duration, interval, timeout};

use super::fleet::Watching;
use super::history::{History, Keeper};
use super::lock::lock;
use super::notify::{Notifier, State, watchdog};
use super::plan::{Plan, Planned, Store, plan};
use super::shared::Shared;
use super::tasks;
use crate::ended::Ended;
use crate::failure::Failure;

/// Servers whose settings are priced at once: each asks all that an audit asks.
const PRICING_MAX: usize = 2;
/// How often systemd hears of the daemon where it did not say.
const ALIVE_EVERY: Duration = Duration::from_hours(1);

/// How long the history may take at the end.
const LAST_MAX: Duration = Duration::from_secs(1);

/// What runs for one server.
struct Running {
    planned: Arc<Planned>,
    watching: Arc<Watching>,
    /// They end with this.
    _tasks: JoinSet<()>,
}

/// The daemon.
struct Daemon {
    file: PathBuf,
    shared: Arc<Shared>,
    pricing: Arc<Semaphore>,
    running: BTreeMap<String, Running>,
    /// How history is kept, who keeps it, and who lets it be kept.
    history: Option<(Store, Arc<Keeper>, JoinSet<()>)>,
    /// The file of events, and who follows it.
    events: Option<(PathBuf, JoinSet<()>)>,
    listen: std::net::SocketAddr,
}

/// Watches until it is told to stop.
pub(super) async fn run(file: &Path, plan: Plan) -> Result<Ended, Failure> {
    let listen = plan.listen;
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        Failure::new(format_args!(
            "{listen}: {}; is the daemon running already? listen in [watch] names another address",
            crate::read::reason(&error)
        ))
    })?;
    let mut signals = Signals::of_this_process()?;
    let shared = Arc::new(Shared::begun());
    let mut daemon = Daemon {
        file: file.to_owned(),
        shared: shared.clone(),
        pricing: Arc::new(Semaphore::new(PRICING_MAX)),
        running: BTreeMap::new(),
        history: None,
        events: None,
        listen,
    };
    daemon.apply(plan).await;
    let mut answering = tasks::answering(listener, &shared);
    let notifier = Notifier::of_environment();
    notifier.tell(State::Ready);
    tracing::info!(servers = daemon.running.len(), %listen, "watching");
    daemon.until_stopped(&mut signals, &notifier).await;
    notifier.tell(State::Stopping);
    answering.shutdown().await;
    daemon.stop().await;
    tracing::info!("stopped");
    Ok(Ended::Well)
}

impl Daemon {
    async fn until_stopped(&mut self, signals: &mut Signals, notifier: &Notifier) {
        let mut alive = interval(watchdog().unwrap_or(ALIVE_EVERY));
        loop {
            tokio::select! {
                _ = signals.terminate.recv() => return,
                _ = signals.interrupt.recv() => return,
                _ = signals.hangup.recv() => {
                    notifier.tell(State::Reloading);
                    self.reload().await;
                    notifier.tell(State::Ready);
                }
                _ = alive.tick() => notifier.tell(State::Alive),
            }
        }
    }

    /// Reads the configuration anew; one with mistakes changes nothing.
    async fn reload(&mut self) {
        let counters = &self.shared.counters;
        match plan(&self.file) {
            Ok(plan) => {
                counters.reloads.fetch_add(1, Ordering::Relaxed);
                if plan.listen != self.listen {
                    tracing::warn!(to = %plan.listen, "the daemon listens elsewhere only once it is restarted");
                }
                self.apply(plan).await;
                tracing::info!(servers = self.running.len(), "read the configuration anew");
            }
            Err(mistakes) => {
                counters.reloads_refused.fetch_add(1, Ordering::Relaxed);
                for mistake in mistakes {
                    tracing::error!(
                        "the new configuration is refused, and the one before it goes on: {mistake}"
                    );
                }
            }
        }
    }

    /// Watches what a plan says; what is watched so already goes on without a break.
    async fn apply(&mut self, plan: Plan) {
        let mut before = std::mem::take(&mut self.running);
        let mut order = Vec::new();
        for planned in plan.servers {
            let planned = Arc::new(planned);
            let name = planned.server.name.clone();
            let running = self.run(planned, before.remove(&name));
            order.push(running.watching.clone());
            self.running.insert(name, running);
        }
        let services = plan.services.iter().map(|service| {
            let needed = service.depends_on.iter().map(|(name, _)| name.clone());
            (service.name.clone(), needed.collect())
        });
        self.shared.fleet.set(order, services.collect());
        *lock(&self.shared.event_token) = plan.event_token;
        *lock(&self.shared.falls.state) = plan.state;
        self.keep(plan.history).await;
        self.follow(plan.events);
    }

    /// Keeps history there; what is kept so already goes on.
    async fn keep(&mut self, store: Option<Store>) {
        if self.history.as_ref().map(|(before, ..)| before) == store.as_ref() {
            return;
        }
        self.end_history().await;
        let place = store.as_ref().map(|store| store.place.clone());
        self.shared.past.is_at(place);
        let Some(store) = store else {
            *lock(&self.shared.counters.keeping) = None;
            return;
        };
        let keeper = Arc::new(Keeper::new(History::of(&store, &self.shared)));
        let tasks = tasks::history(&keeper, &self.shared);
        self.history = Some((store, keeper, tasks));
    }

    /// Writes what is finished, if that does not take long; behind this nothing more is
    /// said of it.
    async fn end_history(&mut self) {
        if let Some((_, keeper, mut tasks)) = self.history.take() {
            tasks.shutdown().await;
            let last = timeout(LAST_MAX, async { keeper.lock().await.end().await });
            let _unless_written = last.await;
        }
    }

    /// Follows that file of events; one that is followed already is not begun at its end
    /// again, which would leave out what was told meanwhile.
    fn follow(&mut self, events: Option<PathBuf>) {
        let before = self.events.take();
        self.events = events.map(|file| {
            let kept = before.filter(|(before, _)| *before == file);
            kept.unwrap_or_else(|| {
                let tasks = tasks::events(&file, &self.shared);
                (file, tasks)
            })
        });
    }

    fn run(&self, planned: Arc<Planned>, before: Option<Running>) -> Running {
        let watching = match before {
            Some(before) if before.planned.is_as(&planned) => return before,
            // What was seen of it stays, as long as it was seen at the same distances.
            Some(before) if before.planned.every == planned.every => {
                before.watching.planned_as(&planned);
                before.watching
            }
            Some(_) | None => Arc::new(Watching::new(&planned)),
        };
        Running {
            _tasks: tasks::of(&planned, &watching, &self.shared, &self.pricing),
            planned,
            watching,
        }
    }

    /// Ends every task.
    async fn stop(&mut self) {
        self.running.clear();
        self.events = None;
        self.end_history().await;
    }
}

/// The signals that the daemon hears.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    fn of_this_process() -> Result<Self, Failure> {
        let hear = |kind| {
            signal(kind)
                .map_err(|error| Failure::new(format_args!("signals cannot be heard: {error}")))
        };
        Ok(Self {
            terminate: hear(SignalKind::terminate())?,
            interrupt: hear(SignalKind::interrupt())?,
            hangup: hear(SignalKind::hangup())?,
        })
    }
}
