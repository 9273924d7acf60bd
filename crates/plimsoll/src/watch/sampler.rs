//! A connection to a server that is kept open to sample it, whatever its engine.

use jiff::Timestamp;
use plimsoll_live::read::{mysql, postgresql};
use plimsoll_model::{Engine, Reach, Sample};
use plimsoll_watch::Input;

use crate::audit::Place;

/// One of either kind.
#[derive(Debug)]
pub(super) enum Sampler {
    /// Of a `PostgreSQL` server.
    Postgresql(Box<postgresql::Sampler>),
    /// Of a `MySQL` or `MariaDB` server.
    Mysql(Box<mysql::Sampler>),
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
                Ok(Self::Postgresql(Box::new(
                    opened.map_err(|error| error.trouble.reach())?,
                )))
            }
            Place::Mysql(address) => {
                let limits = mysql::Limits::default();
                let opened = mysql::Sampler::open(address, &limits).await;
                Ok(Self::Mysql(Box::new(
                    opened.map_err(|error| error.trouble.reach())?,
                )))
            }
            Place::Dump(_) => Err(Reach::Unfit("it is a dump and no server".to_owned())),
        }
    }

    /// The door that stays open when the server is full, if it has one.
    pub(super) fn spare(&self) -> Option<Place> {
        match self {
            // A role that may use reserved slots gets them at the same door.
            Self::Postgresql(_) => None,
            Self::Mysql(sampler) => sampler.spare().map(|it| Place::Mysql(Box::new(it.clone()))),
        }
    }

    /// Whether the other side closed it.
    pub(super) fn is_cut(&self) -> bool {
        match self {
            Self::Postgresql(sampler) => sampler.is_cut(),
            Self::Mysql(sampler) => sampler.is_cut(),
        }
    }

    /// What the server says it is.
    pub(super) fn identity(&self) -> Input {
        let (engine, version_text) = match self {
            Self::Postgresql(sampler) => (Engine::Postgresql, sampler.version_text()),
            Self::Mysql(sampler) => (sampler.engine(), sampler.version_text()),
        };
        Input::Identity {
            engine,
            version_text: version_text.to_owned(),
        }
    }

    /// All that is cheap.
    ///
    /// # Errors
    /// What was in the way; the connection is of no use after it.
    pub(super) async fn sample(&mut self, at: Timestamp) -> Result<Sample, Reach> {
        match self {
            Self::Postgresql(sampler) => sampler.sample(at).await.map_err(|it| it.trouble.reach()),
            Self::Mysql(sampler) => sampler.sample(at).await.map_err(|it| it.trouble.reach()),
        }
    }

    /// Sizes and the like.
    ///
    /// # Errors
    /// As [`Sampler::sample`].
    pub(super) async fn seldom(&mut self, at: Timestamp) -> Result<Sample, Reach> {
        match self {
            Self::Postgresql(sampler) => sampler.seldom(at).await.map_err(|it| it.trouble.reach()),
            Self::Mysql(sampler) => sampler.seldom(at).await.map_err(|it| it.trouble.reach()),
        }
    }

    /// A digest that changes when settings in force may have moved.
    ///
    /// # Errors
    /// As [`Sampler::sample`].
    pub(super) async fn mark(&mut self) -> Result<String, Reach> {
        match self {
            Self::Postgresql(sampler) => sampler.mark().await.map_err(|it| it.trouble.reach()),
            Self::Mysql(sampler) => sampler.mark().await.map_err(|it| it.trouble.reach()),
        }
    }
}
