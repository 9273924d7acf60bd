//! What the history has, read for those who ask: one at a time and over a connection of
//! its own, so that nothing that is written or watched waits for it. What is asked is
//! not known here.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use plimsoll_store::{Place, Store, StoreError};
use tokio::sync::Semaphore;

use super::lock::lock;

/// How long another process is waited for that writes.
const WAIT_MAX: Duration = Duration::from_secs(5);

/// Where it is, and whose turn to read it.
#[derive(Debug)]
pub(super) struct Past {
    place: Mutex<Option<String>>,
    turn: Arc<Semaphore>,
}

impl Default for Past {
    fn default() -> Self {
        Self {
            place: Mutex::default(),
            turn: Arc::new(Semaphore::new(1)),
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

    /// Opens it, in its turn, which ends once the store is dropped and let go.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) async fn open(&self) -> Result<Store, String> {
        let turn = self.turn.clone().acquire_owned().await;
        let turn = turn.map_err(|_| "the daemon ends".to_owned())?;
        let place = lock(&self.place).clone();
        let place = place.ok_or("no history is kept: plimsoll.toml has no [store]")?;
        let place = Place::parse(&place).map_err(|why| why.to_string())?;
        // Whoever asked may give up; the turn ends with the thread that reads, so that a
        // disk that hangs holds one.
        let opening = tokio::spawn(async move {
            let mut store = Store::open(&place, WAIT_MAX).await?;
            let ended = store.ended();
            tokio::spawn(async move {
                ended.await;
                drop(turn);
            });
            Ok::<_, StoreError>(store)
        });
        let opened = opening.await;
        let opened = opened.map_err(|_| "Plimsoll failed; please report it".to_owned())?;
        opened.map_err(|why| why.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Past;

    #[tokio::test]
    async fn one_reads_at_a_time_and_a_turn_ends_with_its_store() {
        let past = Past::default();
        let why = past.open().await.unwrap_err();
        assert!(why.contains("no [store]"), "{why}");
        let folder = tempfile::tempdir().unwrap();
        past.is_at(Some(folder.path().display().to_string()));
        for _ in 0..2 {
            let store = past.open().await.unwrap();
            assert_eq!(past.turn.available_permits(), 0);
            drop(store);
        }
        // It waits for the store before it, and hands its turn on where it fails.
        past.is_at(Some("/dev/null/history".to_owned()));
        assert!(past.open().await.is_err() && past.open().await.is_err());
    }
}
