//! A connection to a server that is kept open to sample it, whatever its engine.

use jiff::Timestamp;
use plimsoll_live::read::postgresql;
use plimsoll_model::{Engine, Reach, Sample};
use plimsoll_watch::Input;

use crate::audit::Place;

/// One of either kind.
#[derive(Debug)]
pub(super) enum Sampler {
    /// Of a `PostgreSQL` server.
    Postgresql(Box<postgresql::Sampler>),
}

impl Sampler {
    /// Opens it.
    ///
    /// # Errors
    /// What was in the way.
    pub(super) async fn open(place: &Place) -> Result<Self, Reach> {
        match place {
            Place::Postgresql(address) => {
                let limits = postgresql::Limits::default();
                let opened = postgresql::Sampler::open(address, &limits).await;
                let sampler = opened.map_err(|error| reach(&error))?;
                Ok(Self::Postgresql(Box::new(sampler)))
            }
            Place::Mysql(_) => Err(Reach::Unfit("MySQL is not sampled yet".to_owned())),
            Place::Dump(_) => Err(Reach::Unfit("it is a dump and no server".to_owned())),
        }
    }

    /// What the server says it is.
    pub(super) fn identity(&self) -> Input {
        match self {
            Self::Postgresql(sampler) => Input::Identity {
                engine: Engine::Postgresql,
                version_text: sampler.version_text().to_owned(),
            },
        }
    }

    /// All that is cheap.
    ///
    /// # Errors
    /// What was in the way; the connection is of no use after it.
    pub(super) async fn sample(&mut self, at: Timestamp) -> Result<Sample, Reach> {
        match self {
            Self::Postgresql(sampler) => sampler.sample(at).await.map_err(|error| reach(&error)),
        }
    }

    /// Sizes and the like.
    ///
    /// # Errors
    /// As [`Sampler::sample`].
    pub(super) async fn seldom(&mut self, at: Timestamp) -> Result<Sample, Reach> {
        match self {
            Self::Postgresql(sampler) => sampler.seldom(at).await.map_err(|error| reach(&error)),
        }
    }

    /// A digest that changes when settings in force may have moved.
    ///
    /// # Errors
    /// As [`Sampler::sample`].
    pub(super) async fn mark(&mut self) -> Result<String, Reach> {
        match self {
            Self::Postgresql(sampler) => sampler.mark().await.map_err(|error| reach(&error)),
        }
    }
}

fn reach(error: &postgresql::Unreachable) -> Reach {
    error.trouble.reach()
}
