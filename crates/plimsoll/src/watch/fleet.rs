//! The servers that are watched, as every task and every answer sees them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::Timestamp;
use plimsoll_model::{Engine, Event, Reach, Watched};
use plimsoll_watch::{Input, Target};

use super::fall::Alarm;
use super::lock::lock;
use super::log::said;
use super::plan::Planned;
use super::ring::Ring;
use crate::audit::Place;

/// Events of one server that wait to be kept in the history; the oldest go first.
const EVENTS_WAITING_MAX: usize = 100;

/// What the history is told of a server.
#[derive(Debug, Default)]
struct Told {
    /// What the history knows it by, once it has told.
    identity: Option<(Engine, String)>,
    /// Whether what the history has of it was read, or tried to be.
    is_recalled: bool,
    /// Events that are not yet there.
    events: VecDeque<Event>,
}

/// One server that is watched.
#[derive(Debug)]
pub(super) struct Watching {
    pub(super) name: String,
    target: Mutex<Target>,
    /// Who answers for it, and where it is.
    planned: Mutex<(Option<String>, Place)>,
    /// The newest lines of its log.
    pub(super) log: Mutex<Ring>,
    /// Whether it fell.
    pub(super) alarm: Alarm,
    /// What the history is told of it.
    history: Mutex<Told>,
    /// Whether it answered when it was last asked.
    is_up: std::sync::atomic::AtomicBool,
}

impl Watching {
    /// One of which nothing is known yet.
    pub(super) fn new(planned: &Planned) -> Self {
        let every = planned.every.iter();
        let every = every.map(|(source, seconds)| (*source, *seconds as f64));
        let name = &planned.server.name;
        Self {
            name: name.clone(),
            target: Mutex::new(Target::new(name, every.collect())),
            planned: Mutex::new(owner_and_place(planned)),
            log: Mutex::default(),
            alarm: Alarm::default(),
            history: Mutex::default(),
            is_up: false.into(),
        }
    }

    /// What plimsoll.toml says of it, from now on.
    pub(super) fn planned_as(&self, planned: &Planned) {
        *lock(&self.planned) = owner_and_place(planned);
    }

    /// Who answers for it.
    pub(super) fn owner(&self) -> Option<String> {
        lock(&self.planned).0.clone()
    }

    /// Where it is.
    pub(super) fn place(&self) -> Place {
        lock(&self.planned).1.clone()
    }

    /// Takes what was read; a change of its reach is logged.
    pub(super) fn take(&self, input: Input) {
        let input = without_secrets(input);
        if let Input::Reached { reach, .. } = &input {
            self.log_reach(reach);
        }
        if let Input::Happened(event) = &input {
            self.remember(event.clone());
        }
        self.alarm.notice(&input);
        let event = lock(&self.target).take(input);
        if let Some(event) = event {
            tracing::info!(server = self.name, at = %event.at, "{}", event.message);
            self.alarm.restarted();
            self.remember(event);
        }
    }

    fn remember(&self, event: Event) {
        let events = &mut lock(&self.history).events;
        events.push_back(event);
        if events.len() > EVENTS_WAITING_MAX {
            events.pop_front();
        }
    }

    /// What the history knows it by, from now on.
    pub(super) fn known_as(&self, identity: (Engine, String)) {
        lock(&self.history).identity = Some(identity);
    }

    /// What the history knows it by.
    pub(super) fn identity(&self) -> Option<(Engine, String)> {
        lock(&self.history).identity.clone()
    }

    /// What the history knows it by, where that was not asked what it has of it.
    pub(super) fn unrecalled(&self) -> Option<String> {
        let told = lock(&self.history);
        let (_, key) = told.identity.as_ref().filter(|_| !told.is_recalled)?;
        Some(key.clone())
    }

    /// The history is not asked again.
    pub(super) fn is_recalled(&self) {
        lock(&self.history).is_recalled = true;
    }

    /// Events for the history, each once.
    pub(super) fn events(&self) -> Vec<Event> {
        lock(&self.history).events.drain(..).collect()
    }

    fn log_reach(&self, reach: &Reach) {
        let is_up = reach.why().is_none();
        let was_up = self.is_up.swap(is_up, std::sync::atomic::Ordering::Relaxed);
        let is_as_before = |target: &mut Target| {
            target
                .reach()
                .is_some_and(|it| it.as_str() == reach.as_str())
        };
        if self.with(is_as_before) {
            return;
        }
        let state = reach.as_str();
        match reach.why() {
            None => tracing::info!(server = self.name, "{state}"),
            Some(why) if was_up => tracing::warn!(server = self.name, "{state} now: {why}"),
            Some(why) => tracing::warn!(server = self.name, "{state}: {why}"),
        }
    }

    /// Whether it answered when it was last asked.
    pub(super) fn is_up(&self) -> bool {
        self.is_up.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// How it is.
    pub(super) fn watched(&self, now: Timestamp) -> Watched {
        lock(&self.target).watched(now)
    }

    /// Its target, for as long as nothing is waited for.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Target) -> T) -> T {
        act(&mut lock(&self.target))
    }
}

fn owner_and_place(planned: &Planned) -> (Option<String>, Place) {
    let owner = planned.server.target.owner.clone();
    (owner, planned.subject.place.clone())
}

/// Nothing behind this point sees a secret.
fn without_secrets(input: Input) -> Input {
    match input {
        Input::Missed { at, source, why } => Input::Missed {
            at,
            source,
            why: said(&why),
        },
        Input::Reached { at, reach } => Input::Reached {
            at,
            reach: reach_without_secrets(&reach),
        },
        Input::Sample(mut sample) => {
            for gap in &mut sample.gaps {
                gap.why = said(&gap.why);
            }
            Input::Sample(sample)
        }
        Input::Happened(event) => Input::Happened(Event {
            message: said(&event.message),
            actor: event.actor.as_deref().map(said),
            reference: event.reference.as_deref().map(said),
            ..event
        }),
        input @ (Input::Identity { .. } | Input::Configured(_) | Input::Paced { .. }) => input,
    }
}

fn reach_without_secrets(reach: &Reach) -> Reach {
    match reach {
        Reach::Up => Reach::Up,
        Reach::Down(why) => Reach::Down(said(why)),
        Reach::NotReady(why) => Reach::NotReady(said(why)),
        Reach::NoSlot(why) => Reach::NoSlot(said(why)),
        Reach::LoginRefused(why) => Reach::LoginRefused(said(why)),
        Reach::Silent(why) => Reach::Silent(said(why)),
        Reach::Unfit(why) => Reach::Unfit(said(why)),
    }
}

/// All of them, in the order of plimsoll.toml.
#[derive(Debug, Default)]
pub(super) struct Fleet {
    servers: RwLock<Arc<Vec<Arc<Watching>>>>,
    /// The servers that each service stands on.
    services: RwLock<Arc<BTreeMap<String, Vec<String>>>>,
}

impl Fleet {
    /// Those that are watched now.
    pub(super) fn servers(&self) -> Arc<Vec<Arc<Watching>>> {
        self.servers
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// One of them.
    pub(super) fn server(&self, name: &str) -> Option<Arc<Watching>> {
        self.servers().iter().find(|it| it.name == name).cloned()
    }

    /// Watches these from now on.
    pub(super) fn set(&self, servers: Vec<Arc<Watching>>, services: BTreeMap<String, Vec<String>>) {
        *self.servers.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(servers);
        *self
            .services
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(services);
    }

    /// Takes an event to the server that it names, to those that the service of that
    /// name stands on, or with `*` to all.
    ///
    /// # Errors
    /// Nothing has that name.
    pub(super) fn happened(&self, event: &Event) -> Result<(), String> {
        let services = self
            .services
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let needed = services.get(&event.target);
        let servers = self.servers();
        let is_meant = |server: &&Arc<Watching>| {
            let name = &server.name;
            event.target == "*"
                || event.target == *name
                || needed.is_some_and(|it| it.contains(name))
        };
        let mut meant = servers.iter().filter(is_meant).peekable();
        if meant.peek().is_none() {
            return Err(
                "target: no [[server]] and no [[service]] has that name; \"*\" means all"
                    .to_owned(),
            );
        }
        for server in meant {
            server.take(Input::Happened(event.clone()));
        }
        Ok(())
    }
}
