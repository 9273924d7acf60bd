//! The pricing of one server's settings, in a task of its own: it asks much and waits for
//! its turn, and nothing else is to wait for it.

use std::sync::Arc;
use std::time::Duration;

use plimsoll_watch::Input;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use super::fleet::Watching;
use super::log::said;
use super::plan::Planned;
use super::price::{Local, Priced, price};
use crate::failure::Failure;

/// Settings are read again after this, moved or not: limits and files have no mark.
const AGAIN: Duration = Duration::from_mins(10);
/// A pricing that failed, or found no session to count in, is tried again after this.
const AGAIN_FAILED: Duration = Duration::from_mins(1);
/// How long one may take before others have its turn.
const PRICE_MAX: Duration = Duration::from_mins(2);

/// What prices one server.
pub(super) struct Pricing {
    pub(super) planned: Arc<Planned>,
    pub(super) watching: Arc<Watching>,
    /// The newest mark of its settings, each time that it was asked for.
    pub(super) marks: watch::Receiver<String>,
    /// Where the server's process and folders are told to those who look at its host.
    pub(super) local: watch::Sender<Option<Local>>,
    /// How many servers are priced at once.
    pub(super) turns: Arc<Semaphore>,
    pub(super) last: Option<Last>,
    /// The pricing that took too long, and still does.
    pub(super) hanging: Option<JoinHandle<Result<Priced, Failure>>>,
}

/// The pricing before.
pub(super) struct Last {
    mark: String,
    again: Instant,
}

impl Pricing {
    /// Prices where settings may have moved, until it is stopped.
    pub(super) async fn run(&mut self) {
        while self.marks.changed().await.is_ok() {
            let mark = self.marks.borrow_and_update().clone();
            let now = Instant::now();
            let is_priced = |last: &Last| last.mark == mark && now < last.again;
            if !self.last.as_ref().is_some_and(is_priced) {
                let again = self.once().await;
                let again = Instant::now() + again;
                self.last = Some(Last { mark, again });
            }
        }
    }

    /// Prices once; when it is to be done again.
    async fn once(&mut self) -> Duration {
        match self.priced().await {
            Ok(priced) => {
                let pid = priced.local.pid;
                self.local.send_replace(Some(priced.local));
                self.watching.in_force(priced.in_force, pid);
                let is_told = priced.configured.bill_sessions.get().is_some();
                self.watching.known_as(priced.identity);
                self.watching.take(Input::Configured(priced.configured));
                if is_told { AGAIN } else { AGAIN_FAILED }
            }
            Err(why) => {
                let why = said(&why);
                tracing::warn!(
                    server = self.watching.name,
                    "its settings are not priced: {why}"
                );
                AGAIN_FAILED
            }
        }
    }

    async fn priced(&mut self) -> Result<Priced, String> {
        // Its thread cannot be had back: there is never a second.
        if self.hanging.as_ref().is_some_and(|it| !it.is_finished()) {
            return Err("the pricing before it still waits for the kernel".to_owned());
        }
        let turn = self.turns.clone().acquire_owned().await;
        let _turn = turn.map_err(|_| "the daemon ends".to_owned())?;
        let mut pricing = price(self.planned.subject.clone());
        match timeout(PRICE_MAX, &mut pricing).await {
            Ok(Ok(priced)) => priced.map_err(|why| why.to_string()),
            Ok(Err(_)) => Err("Plimsoll failed meanwhile; please report it".to_owned()),
            Err(_) => {
                self.hanging = Some(pricing);
                Err(format!("it takes more than {} s", PRICE_MAX.as_secs()))
            }
        }
    }
}
