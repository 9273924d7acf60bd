//! The host of a server whose process is on this machine: its files are small, but
//! reading them may hang, so each look has a thread of the runtime's pool, which is
//! bounded.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_live::read::host::Tree;
use plimsoll_live::read::host::sampler::HostSampler;
use plimsoll_model::Reach;
use plimsoll_watch::Input;
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};

use super::beat::{Look, Looked};
use super::fleet::Watching;
use super::price::Local;

/// The host of one server.
pub(super) struct HostLook {
    /// Who is told where the process ended.
    pub(super) watching: Arc<Watching>,
    /// Where the process is told.
    pub(super) local: watch::Receiver<Option<Local>>,
    /// The sampler, and what it is of.
    pub(super) sampler: Option<(HostSampler, Local)>,
    /// The process that ended.
    pub(super) gone: Option<Local>,
    /// The look that took too long, and still does.
    pub(super) looking: Option<JoinHandle<HostSampler>>,
}

impl HostLook {
    /// One that knows no process yet.
    pub(super) const fn new(
        watching: Arc<Watching>,
        local: watch::Receiver<Option<Local>>,
    ) -> Self {
        Self {
            watching,
            local,
            sampler: None,
            gone: None,
            looking: None,
        }
    }
}

impl Look for HostLook {
    async fn look(&mut self, at: Timestamp) -> Looked {
        if self
            .looking
            .as_ref()
            .is_some_and(|looking| !looking.is_finished())
        {
            return Looked::Missed(
                "the look before it still waits for the kernel".to_owned(),
                None,
            );
        }
        self.looking = None;
        let local = self.local.borrow().clone();
        let Some((local, pid)) = local.and_then(|it| it.pid.map(|pid| (it, pid))) else {
            return Looked::Nothing;
        };
        if self.gone.as_ref() == Some(&local) {
            return Looked::Missed("its process ended".to_owned(), None);
        }
        let kept = self.sampler.take().filter(|(_, of)| *of == local);
        let mut sampler = match kept {
            Some((sampler, _)) => sampler,
            None => HostSampler::new(Tree::machine(), pid, local.folders.clone()),
        };
        let (sender, taken) = tokio::sync::oneshot::channel();
        self.looking = Some(spawn_blocking(move || {
            // Whoever waited may have given up.
            let _unheard = sender.send(sampler.sample(at));
            sampler
        }));
        let Ok(sample) = taken.await else {
            return Looked::Missed("a fault of Plimsoll ended the look".to_owned(), None);
        };
        if let Some(looking) = self.looking.take() {
            self.sampler = looking.await.ok().map(|sampler| (sampler, local));
        }
        let is_gone = self
            .sampler
            .as_ref()
            .is_some_and(|(sampler, _)| sampler.is_gone());
        if is_gone {
            self.gone = self.sampler.take().map(|(_, local)| local);
            self.watching.alarm.ended(at);
        }
        Looked::Told(vec![Input::Sample(sample)])
    }

    fn silent(&mut self, _: Duration) -> Option<Reach> {
        None
    }
}
