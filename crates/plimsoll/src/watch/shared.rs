//! What all tasks and answers of the daemon share: the servers, what is counted, what
//! fell, what the history has, and the turns of those who ask.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use plimsoll_live::read::Secret;
use tokio::sync::Semaphore;

use super::fall::Falls;
use super::fleet::Fleet;
use super::own::Counters;
use super::past::Past;

/// Connections that are answered at once; others wait to be taken.
const CONNECTIONS_MAX: usize = 64;
/// Of what is dear, scrapes under an exporter's names and diagnoses, so much at once.
const DEAR_MAX: usize = 8;

/// What they share.
pub(super) struct Shared {
    pub(super) fleet: Arc<Fleet>,
    pub(super) counters: Arc<Counters>,
    pub(super) started: Timestamp,
    /// What a sender of events must show; it may change with the configuration.
    pub(super) event_token: Mutex<Option<Secret>>,
    /// What took servers down.
    pub(super) falls: Arc<Falls>,
    /// What the history has.
    pub(super) past: Past,
    /// Turns of what is dear to answer.
    pub(super) dear: Semaphore,
    /// Places of connections.
    pub(super) room: Arc<Semaphore>,
}

impl Shared {
    /// Of a daemon that begins now and watches nothing yet.
    pub(super) fn begun() -> Self {
        Self {
            fleet: Arc::default(),
            counters: Arc::default(),
            started: Timestamp::now(),
            event_token: Mutex::default(),
            falls: Arc::default(),
            past: Past::default(),
            dear: Semaphore::new(DEAR_MAX),
            room: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
        }
    }

    /// Whether a connection may stay open for the next question: daemons elsewhere shall
    /// not take the places of who asks seldom.
    pub(super) fn has_room(&self) -> bool {
        self.room.available_permits() >= CONNECTIONS_MAX / 2
    }
}
