//! A server that fell: it is noticed, what the daemon holds of it is gathered, and what
//! took it down is asked, told and kept. It asks nobody but this machine's kernel; what
//! things mean is not known here.

mod alarm;
mod answer;
mod changed;
mod gather;
mod incidents;
mod kernel;
mod lean;
mod place;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use plimsoll_diagnose::{Configured, Handed, Reading};
use plimsoll_model::{CauseClass, Event, EventKind, Incident, Source};
use plimsoll_watch::Input;
use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::fleet::Watching;
use super::keep_up::in_pool;
use super::plan::Planned;
pub(super) use alarm::{Alarm, Fall};
pub(super) use incidents::Incidents;
pub(super) use kernel::{Kernel, follow};

/// Falls that are asked about at once: each reads up to a few hundred kilobytes.
const AT_ONCE_MAX: usize = 2;
/// Bytes of a log that are listened to in one turn.
const HEARD_MAX: usize = 128 << 10;
/// How long lines are waited for before the first answer: logs are read every second,
/// and so is the host, unless it is configured otherwise. A slow one is not waited for.
const SETTLE: Duration = Duration::from_millis(1_500);
const SETTLE_MAX: Duration = Duration::from_secs(3);
const BEHIND_HOST: Duration = Duration::from_millis(500);
/// When it is asked again, for lines that came late.
const AGAIN: Duration = Duration::from_secs(6);

/// What all servers' falls share.
pub(super) struct Falls {
    /// What was found.
    pub(super) incidents: Incidents,
    /// What the kernel said.
    pub(super) kernel: Kernel,
    /// Where answers are written too.
    pub(super) state: Mutex<Option<PathBuf>>,
    turns: Semaphore,
}

impl Default for Falls {
    fn default() -> Self {
        Self {
            incidents: Incidents::default(),
            kernel: Kernel::default(),
            state: Mutex::default(),
            turns: Semaphore::new(AT_ONCE_MAX),
        }
    }
}

/// Waits for falls of a server and asks about each, until it is stopped.
pub(super) async fn run(planned: &Arc<Planned>, watching: &Arc<Watching>, falls: &Arc<Falls>) {
    loop {
        let fall = watching.alarm.rung().await;
        sleep(settle(planned)).await;
        let one = One {
            planned,
            watching,
            falls,
        };
        let first = one.ask(fall).await;
        if let Some(first) = &first {
            one.tell(fall, first);
        }
        sleep(AGAIN).await;
        let fall = watching.alarm.over(fall);
        let again = one.ask(fall).await;
        if let Some(again) = &again
            && first.as_ref().is_none_or(|first| is_other(first, again))
        {
            one.tell(fall, again);
        }
        if let Some(last) = again.or(first) {
            falls.incidents.count(&watching.name, &last);
        }
    }
}

fn settle(planned: &Planned) -> Duration {
    let host = planned.every.get(&Source::Host).copied();
    let host = Duration::from_secs(host.unwrap_or_default()) + BEHIND_HOST;
    host.clamp(SETTLE, SETTLE_MAX)
}

/// One fall's surroundings.
struct One<'a> {
    planned: &'a Arc<Planned>,
    watching: &'a Arc<Watching>,
    falls: &'a Arc<Falls>,
}

impl One<'_> {
    /// Asks what took the server down, and keeps the answer; `None` where it did not
    /// fall after all.
    async fn ask(&self, fall: Fall) -> Option<Incident> {
        let _turn = self.falls.turns.acquire().await.ok()?;
        let evidence = gather::gather(self.planned, self.watching, &self.falls.kernel, fall);
        let said = self.planned.subject.said.clone();
        let (falls, name) = (self.falls.clone(), self.watching.name.clone());
        let asked = in_pool(move || {
            let mut incident = answer::answer(evidence, fall.at);
            if !fall.is_sure && !fell(&incident, fall.at) {
                return None;
            }
            let layer = incident.causes.first().and_then(|cause| cause.layer);
            incident.call = layer.map(|layer| said.call(layer));
            falls.keep(&name, fall.at, &incident);
            Some(incident)
        });
        asked.await
    }

    /// One line, and an event for the history.
    fn tell(&self, fall: Fall, incident: &Incident) {
        let server = &self.watching.name;
        let id = incidents::id(server, fall.at);
        let message = incidents::line(incident);
        let after = Timestamp::now().duration_since(fall.at).as_secs_f64();
        let call = incident.call.as_ref().and_then(|call| call.contact.get());
        let call = call.map_or("", String::as_str);
        tracing::error!(
            server,
            incident = id,
            seconds = after,
            call,
            "it fell: {message}"
        );
        let event = Event {
            at: fall.at,
            kind: EventKind::Other("incident".to_owned()),
            target: server.clone(),
            message: format!("{id}: {message}"),
            actor: None,
            reference: None,
        };
        self.watching.noticed(event);
    }
}

impl Falls {
    fn keep(&self, server: &str, at: Timestamp, incident: &Incident) {
        let id = self.incidents.keep(server, at, incident);
        let Some(folder) = super::lock::lock(&self.state).clone() else {
            return;
        };
        if let Err(why) = place::write(&folder, &id, &plimsoll_report::json::diagnosis(incident)) {
            tracing::warn!(server, "the incident is not written: {why}");
        }
    }
}

/// Whether what was only suspected was a fall: a reason that hurts, told of that time.
fn fell(incident: &Incident, at: Timestamp) -> bool {
    const NEAR: SignedDuration = SignedDuration::from_secs(90);
    let first = incident.causes.first();
    first.is_some_and(|cause| {
        let times = cause.evidence.iter().filter_map(|line| line.at);
        let mut times = times.filter(|time| time.duration_since(at).abs() <= NEAR);
        cause.class != CauseClass::Benign && times.next().is_some()
    })
}

/// Whether the second answer is another than the first.
fn is_other(first: &Incident, second: &Incident) -> bool {
    let name = |incident: &Incident| incident.causes.first().map(|cause| cause.name);
    name(first) != name(second)
}

impl Watching {
    /// Listens to what its log says now: whether it tells of a death.
    pub(super) fn hear(&self, bytes: &[u8]) {
        let newest = &bytes[bytes.len().saturating_sub(HEARD_MAX)..];
        let mut reading = Reading::new("log", Handed::Log);
        reading.push(newest);
        if reading.end().tells_of_a_fall() {
            self.alarm.suspect(Timestamp::now());
        }
    }

    /// The daemon noticed something by itself.
    fn noticed(&self, event: Event) {
        self.alarm.noticed(&event);
        self.take(Input::Happened(event));
    }

    /// The configuration that is in force now; what moved since it was read last is told.
    pub(super) fn in_force(&self, configured: Configured, pid: Option<u32>) {
        let groups = pid.map_or_else(Vec::new, kernel::groups);
        let configured = Arc::new(lean::lean(configured));
        let before = self.alarm.in_force(configured.clone(), groups);
        let Some(before) = before else { return };
        let moved = changed::changed(&before.settings, &configured.settings);
        if let Some(message) = moved {
            self.noticed(Event {
                at: Timestamp::now(),
                kind: EventKind::ConfigChange,
                target: self.name.clone(),
                message,
                actor: None,
                reference: None,
            });
        }
    }
}
