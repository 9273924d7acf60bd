//! The tasks of a server, and those of no server alone; each is begun again where a
//! fault ends it, and all end with the set that they are in.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use plimsoll_model::Source;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::beat::{Look, beat};
use super::fall::{self, Falls};
use super::files;
use super::first::First;
use super::fleet::Watching;
use super::history::{self, Keeper};
use super::host::HostLook;
use super::http;
use super::keep_up::keep_up;
use super::own::Counters;
use super::plan::Planned;
use super::pooler::PoolerLook;
use super::price::Local;
use super::pricing::Pricing;
use super::prometheus::PrometheusLook;
use super::recall;
use super::reporter::ReporterLook;
use super::second::Second;
use super::service::ServiceLook;
use super::shared::Shared;
use super::wire::Wire;
use crate::config::server::Host;

/// A task that can be begun anew.
type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The tasks of one server.
pub(super) fn of(
    planned: &Arc<Planned>,
    watching: &Arc<Watching>,
    shared: &Arc<Shared>,
    pricing: &Arc<Semaphore>,
) -> JoinSet<()> {
    let one = One {
        planned: planned.clone(),
        watching: watching.clone(),
        counters: shared.counters.clone(),
        falls: shared.falls.clone(),
    };
    let (local, process) = watch::channel(None);
    let mut tasks = JoinSet::new();
    one.beat(&mut tasks, Source::Server, |one| First(one.wire("server")));
    let (told, marks) = watch::channel(String::new());
    one.begin(&mut tasks, "settings", move |one| {
        Box::pin(one.second(told.clone()))
    });
    let turns = pricing.clone();
    one.begin(&mut tasks, "pricing", move |one| {
        Box::pin(one.pricing(marks.clone(), local.clone(), turns.clone()))
    });
    one.host(&mut tasks, process);
    if let Some(address) = planned.pooler.clone() {
        one.beat(&mut tasks, Source::Pooler, move |one| {
            let name = format!("{} pooler", one.watching.name);
            PoolerLook::new(address.clone(), &name, one.counters.clone())
        });
    }
    if !planned.services.is_empty() {
        one.beat(&mut tasks, Source::Service, |one| {
            ServiceLook::new(&one.planned.services)
        });
    }
    if let Some(file) = planned.server.log.clone() {
        one.begin(&mut tasks, "log", move |one| {
            let file = file.clone();
            Box::pin(async move { files::log(&file, &one.watching).await })
        });
    }
    one.begin(&mut tasks, "falls", |one| {
        Box::pin(async move { fall::run(&one.planned, &one.watching, &one.falls).await })
    });
    tasks
}

/// What the tasks of one server share.
#[derive(Clone)]
struct One {
    planned: Arc<Planned>,
    watching: Arc<Watching>,
    counters: Arc<Counters>,
    falls: Arc<Falls>,
}

impl One {
    fn wire(&self, what: &str) -> Wire {
        let name = format!("{} {what}", self.watching.name);
        Wire::new(
            self.planned.subject.place.clone(),
            &name,
            self.counters.clone(),
        )
    }

    /// Begins the beat of its host, by whoever tells of it.
    fn host(&self, tasks: &mut JoinSet<()>, local: watch::Receiver<Option<Local>>) {
        let source = Source::Host;
        match self.planned.server.host.clone() {
            None => self.beat(tasks, source, move |one| {
                HostLook::new(one.watching.clone(), local.clone())
            }),
            Some(Host::Prometheus(prometheus)) => self.beat(tasks, source, move |one| {
                let name = format!("{} prometheus", one.watching.name);
                let every = one.planned.every(source);
                PrometheusLook::new((*prometheus).clone(), local.clone(), every, &name)
            }),
            Some(Host::Daemon(daemon)) => self.beat(tasks, source, move |one| {
                let name = format!("{} daemon", one.watching.name);
                ReporterLook::new((*daemon).clone(), one.planned.every(source), &name)
            }),
            // Neither is asked over and over.
            Some(Host::Via(_) | Host::Rds { .. }) => {}
        }
    }

    async fn second(self, marks: watch::Sender<String>) {
        let mut second = Second {
            wire: self.wire("settings"),
            planned: self.planned,
            watching: self.watching,
            marks,
        };
        second.run().await;
    }

    async fn pricing(
        self,
        marks: watch::Receiver<String>,
        local: watch::Sender<Option<Local>>,
        turns: Arc<Semaphore>,
    ) {
        let mut pricing = Pricing {
            planned: self.planned,
            watching: self.watching,
            marks,
            local,
            turns,
            last: None,
            hanging: None,
        };
        pricing.run().await;
    }

    /// Begins the beat of one source.
    fn beat<L: Look + 'static>(
        &self,
        tasks: &mut JoinSet<()>,
        source: Source,
        look: impl Fn(&Self) -> L + Send + Sync + 'static,
    ) {
        let look = Arc::new(look);
        self.begin(tasks, source.as_str(), move |one| {
            let mut look = look(&one);
            Box::pin(async move {
                let name = format!("{} {}", one.watching.name, source.as_str());
                let every = one.planned.every(source);
                beat(&mut look, &one.watching, &name, source, every).await;
            })
        });
    }

    fn begin(
        &self,
        tasks: &mut JoinSet<()>,
        what: &str,
        task: impl Fn(Self) -> Task + Send + Sync + 'static,
    ) {
        let one = self.clone();
        let name = format!("{} {what}", self.watching.name);
        tasks.spawn(keep_up(name, self.counters.clone(), move || {
            task(one.clone())
        }));
    }
}

/// What runs as long as the daemon: its answers, and the kernel's log.
pub(super) fn answering(listener: TcpListener, shared: &Arc<Shared>) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    let falls = shared.falls.clone();
    let counters = || shared.counters.clone();
    tasks.spawn(keep_up("kernel".to_owned(), counters(), move || {
        let falls = falls.clone();
        async move { fall::follow(&falls.kernel).await }
    }));
    let (listener, answers) = (Arc::new(listener), shared.clone());
    tasks.spawn(keep_up("answers".to_owned(), counters(), move || {
        let (listener, shared) = (listener.clone(), answers.clone());
        async move { http::serve(&listener, &shared).await }
    }));
    tasks
}

/// Who follows a file of events.
pub(super) fn events(file: &Path, shared: &Arc<Shared>) -> JoinSet<()> {
    let (file, shared) = (file.to_owned(), shared.clone());
    let mut tasks = JoinSet::new();
    let counters = shared.counters.clone();
    tasks.spawn(keep_up("events".to_owned(), counters, move || {
        let (file, shared) = (file.clone(), shared.clone());
        async move { files::events(&file, &shared.fleet, &shared.counters).await }
    }));
    tasks
}

/// Who lets the history be kept, and learns from it.
pub(super) fn history(keeper: &Arc<Keeper>, shared: &Arc<Shared>) -> JoinSet<()> {
    let (keeper, counters) = (keeper.clone(), shared.counters.clone());
    let mut tasks = JoinSet::new();
    tasks.spawn(keep_up("history".to_owned(), counters, move || {
        let keeper = keeper.clone();
        async move { history::run(&keeper).await }
    }));
    let (shared, counters) = (shared.clone(), shared.counters.clone());
    tasks.spawn(keep_up("recall".to_owned(), counters, move || {
        let shared = shared.clone();
        async move { recall::run(&shared).await }
    }));
    tasks
}
