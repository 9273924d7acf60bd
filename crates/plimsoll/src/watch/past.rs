//! What the history has, read for those who ask: one at a time and over a connection of
//! its own, so that nothing that is written or watched waits for it. What is asked is
//! not known here.

use std::ops::Deref;
use std::sync::Mutex;
use std::time::Duration;

use plimsoll_store::{Place, Store};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::lock::lock;

/// How long another process is waited for that writes.
const WAIT_MAX: Duration = Duration::from_secs(5);

/// Where it is, and whose turn to read it.
#[derive(Debug)]
pub(super) struct Past {
    place: Mutex<Option<String>>,
    turn: Semaphore,
}

/// A turn, and the history, which is let go with it.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    store: Store,
    _turn: SemaphorePermit<'a>,
}

impl Default for Past {
    fn default() -> Self {
        Self {
            place: Mutex::default(),
            turn: Semaphore::new(1),
        }
    }
}

impl Past {
    /// It is there from now on; `None`: there is none.
    pub(super) fn is_at(&self, place: Option<String>) {
        *lock(&self.place) = place;
    }

    /// Whether there is one.
    pub(super) fn is_kept(&self) -> bool {
        lock(&self.place).is_some()
    }

    /// Opens it, in its turn.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) async fn open(&self) -> Result<Reading<'_>, String> {
        let turn = self.turn.acquire().await;
        let turn = turn.map_err(|_| "the daemon ends".to_owned())?;
        let place = lock(&self.place).clone();
        let place = place.ok_or("no history is kept: plimsoll.toml has no [store]")?;
        let place = Place::parse(&place).map_err(|why| why.to_string())?;
        let store = Store::open(&place, WAIT_MAX).await;
        Ok(Reading {
            store: store.map_err(|why| why.to_string())?,
            _turn: turn,
        })
    }
}

impl Deref for Reading<'_> {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}
