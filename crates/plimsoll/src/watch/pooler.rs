//! The console of the pooler before a server. That it cannot be asked says nothing of
//! the server.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_live::read::pgbouncer::Console;
use plimsoll_live::read::postgresql::{Address, Limits};
use plimsoll_model::Reach;
use plimsoll_watch::Input;
use tokio::time::Instant;

use super::beat::{Look, Looked};
use super::own::{Counters, Open};
use super::pause::Pause;

/// One pooler's console.
pub(super) struct PoolerLook {
    address: Address,
    counters: Arc<Counters>,
    open: Option<(Console, Open)>,
    pause: Pause,
}

impl PoolerLook {
    /// One that is not open yet.
    pub(super) fn new(address: Address, name: &str, counters: Arc<Counters>) -> Self {
        Self {
            address,
            counters,
            open: None,
            pause: Pause::of(name),
        }
    }

    fn lost(&mut self, reach: &Reach) -> Looked {
        self.open = None;
        self.pause.lengthen(Instant::now(), reach);
        Looked::Missed(reach.why().unwrap_or_default().to_owned(), None)
    }
}

impl Look for PoolerLook {
    async fn look(&mut self, at: Timestamp) -> Looked {
        if self.open.is_none() {
            if self.pause.lasts(Instant::now()) {
                return Looked::Missed("the pooler is not tried again yet".to_owned(), None);
            }
            match Console::open(&self.address, &Limits::default()).await {
                Ok(console) => self.open = Some((console, Open::counted(&self.counters))),
                Err(error) => return self.lost(&error.trouble.reach()),
            }
        }
        let Some((console, _)) = &mut self.open else {
            return Looked::Nothing;
        };
        match console.sample(at).await {
            Ok(sample) => {
                self.pause.end();
                Looked::Told(vec![Input::Sample(sample)])
            }
            Err(error) => self.lost(&error.trouble.reach()),
        }
    }

    fn silent(&mut self, waited: Duration) -> Option<Reach> {
        self.lost(&Reach::Silent(format!(
            "no answer within {} s",
            waited.as_secs()
        )));
        None
    }
}
