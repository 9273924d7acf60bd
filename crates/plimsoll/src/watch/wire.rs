//! One connection to one server: opened when it is wanted, left alone for a while when
//! that failed, and dropped after any failure, for nobody knows what it still holds.

use std::sync::Arc;

use plimsoll_model::Reach;
use tokio::time::Instant;

use super::own::{Counters, Open};
use super::pause::Pause;
use super::sampler::Sampler;
use crate::audit::Place;

/// The connection, or none.
#[derive(Debug)]
pub(super) struct Wire {
    place: Place,
    /// The door of a full server, as it told when it was not.
    spare: Option<Place>,
    counters: Arc<Counters>,
    open: Option<(Sampler, Open)>,
    pause: Pause,
    /// Why it is not open.
    why: Option<Reach>,
}

/// Why nothing can be asked.
#[derive(Debug)]
pub(super) enum Shut {
    /// It was tried.
    Failed(Reach),
    /// It is left alone for a while, after this.
    Pausing(Reach),
}

impl Wire {
    /// One that is not open yet; `name` tells its pauses from others'.
    pub(super) fn new(place: Place, name: &str, counters: Arc<Counters>) -> Self {
        Self {
            place,
            spare: None,
            counters,
            open: None,
            pause: Pause::of(name),
            why: None,
        }
    }

    /// Whether it is open already.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether it was open and the other side closed it.
    pub(super) fn is_cut(&self) -> bool {
        self.open.as_ref().is_some_and(|(it, _)| it.is_cut())
    }

    /// The open connection.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) async fn sampler(&mut self) -> Result<&mut Sampler, Shut> {
        if self.open.is_none() {
            if let Some(why) = self
                .why
                .clone()
                .filter(|_| self.pause.lasts(Instant::now()))
            {
                return Err(Shut::Pausing(why));
            }
            match self.opened().await {
                Ok(sampler) => {
                    self.pause.end();
                    self.spare = sampler.spare().or_else(|| self.spare.take());
                    self.open = Some((sampler, Open::counted(&self.counters)));
                }
                Err(reach) => {
                    self.lost(&reach);
                    return Err(Shut::Failed(reach));
                }
            }
        }
        match &mut self.open {
            Some((sampler, _)) => Ok(sampler),
            None => Err(Shut::Failed(Reach::Down("it was not opened".to_owned()))),
        }
    }

    async fn opened(&self) -> Result<Sampler, Reach> {
        match (Sampler::open(&self.place).await, &self.spare) {
            (Err(full @ Reach::NoSlot(_)), Some(spare)) => {
                Sampler::open(spare).await.map_err(|_| full)
            }
            (opened, _) => opened,
        }
    }

    /// Ends its pause.
    pub(super) fn try_again(&mut self) {
        self.pause.end();
    }

    /// Drops it, after a failure.
    pub(super) fn lost(&mut self, reach: &Reach) {
        self.open = None;
        self.pause.lengthen(Instant::now(), reach);
        self.why = Some(reach.clone());
    }
}
