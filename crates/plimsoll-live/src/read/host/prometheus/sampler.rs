//! A server's host as the user's own Prometheus has it, asked over and over by one query
//! over one connection. A sample is told once, and is dated by when the exporter was
//! asked; what is older than Prometheus itself looks back is not told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Sample, Source};
use tokio::task::JoinHandle;

use super::ask::AGE_MAX_SECONDS;
use super::client::Client;
use super::measured::Measuring;
use super::page::Page;
use super::queries::Exporter;
use super::source::{Limits, Prometheus};
use super::{answer, figures};
use crate::read::clock::Clock;
use crate::read::host::sampler::look::Look;

/// The host of one server in one Prometheus.
pub struct PrometheusSampler {
    prometheus: Prometheus,
    limits: Limits,
    query: String,
    client: Option<Client>,
    making: Option<JoinHandle<Result<Client, String>>>,
    clock: Clock,
    /// When each exporter was asked what was told last, by Prometheus's clock.
    told: BTreeMap<Exporter, f64>,
    /// When the last sample was taken, by this machine's clock.
    last: Option<Timestamp>,
    /// How far the last samples lay apart, the newest first.
    apart: [Option<SignedDuration>; 2],
}

/// What Prometheus has.
#[derive(Debug)]
pub enum Newest {
    /// Something new.
    Sample {
        /// What.
        sample: Sample,
        /// How often there is something new, where that was seen.
        pace: Option<SignedDuration>,
    },
    /// What was told already, which is so old.
    Same(SignedDuration),
}

/// Why nothing was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// In one line.
    pub why: String,
    /// Whether the login was refused: asked often that locks accounts.
    pub is_login: bool,
}

impl PrometheusSampler {
    /// One that asks nobody yet.
    pub fn new(prometheus: Prometheus, limits: Limits) -> Self {
        Self {
            query: figures::query(&prometheus),
            prometheus,
            limits,
            client: None,
            making: None,
            clock: Clock::default(),
            told: BTreeMap::new(),
            last: None,
            apart: [None, None],
        }
    }

    /// Asks for the newest. A folder has the name that its disk is told by and the path
    /// that the server has for it.
    ///
    /// # Errors
    /// It could not be asked, or knows nothing of the host.
    pub async fn newest(&mut self, folders: &[(String, PathBuf)]) -> Result<Newest, Trouble> {
        let (begun, timer) = (Timestamp::now(), Instant::now());
        let page = self.page().await;
        let at = |why: String| format!("Prometheus {}: {why}", self.prometheus.base);
        let page = page.map_err(|why| Trouble {
            why: at(why),
            is_login: self.client.take().is_some_and(|client| client.is_refused),
        })?;
        if let Some(now) = page.asked_at().and_then(moment) {
            self.clock.see(now, begun, Timestamp::now());
        }
        let place = self.prometheus.base.clone();
        self.read(&page, folders, timer).map_err(|why| Trouble {
            why: format!("Prometheus {place}: {why}"),
            is_login: false,
        })
    }

    async fn page(&mut self) -> Result<Page, String> {
        let made = match self.client.take() {
            Some(client) => client,
            None => self.made().await?,
        };
        let client = self.client.insert(made);
        client.begin_anew();
        let series = answer::read(&client.query(&self.query).await?)?;
        Ok(Page::of(series, &self.prometheus))
    }

    /// Its login's command may take longer than whoever asks waits: it is then waited
    /// for again.
    async fn made(&mut self) -> Result<Client, String> {
        let making = self.making.get_or_insert_with(|| {
            let (prometheus, limits) = (self.prometheus.clone(), self.limits);
            tokio::spawn(async move { Client::of(&prometheus, &limits).await })
        });
        let made = making.await;
        self.making = None;
        made.map_err(|_| "a fault of Plimsoll ended its login".to_owned())?
    }

    fn read(
        &mut self,
        page: &Page,
        folders: &[(String, PathBuf)],
        timer: Instant,
    ) -> Result<Newest, String> {
        let at = self.at(page)?;
        let apart = self.last.map(|last| at.duration_since(last));
        let age_max = SignedDuration::try_from_secs_f64(AGE_MAX_SECONDS).unwrap_or_default();
        // Another exporter's moment may lie a little before; one far before is that of a
        // clock which was set back.
        if apart.is_some_and(|apart| !apart.is_positive() && -apart < age_max) {
            return Ok(Newest::Same(Timestamp::now().duration_since(at)));
        }
        self.apart = [apart.filter(SignedDuration::is_positive), self.apart[0]];
        self.last = Some(at);
        let look = self.look(page, folders);
        Ok(Newest::Sample {
            sample: Sample {
                at,
                source: Source::Host,
                took_seconds: timer.elapsed().as_secs_f64(),
                readings: look.readings,
                blockers: Vec::new(),
                gaps: look.gaps,
            },
            pace: self.apart.into_iter().flatten().min(),
        })
    }

    /// When the exporter was asked that tells what the server holds, by this machine's
    /// clock; the machine's, where there is no other.
    fn at(&self, page: &Page) -> Result<Timestamp, String> {
        let known = page.moments.iter().rev();
        let mut known = known.filter_map(|(_, at)| moment(*at.as_ref().ok()?));
        if let Some(at) = known.next() {
            return Ok(self.clock.here(at));
        }
        let why = page.moments.values().find_map(|at| at.as_ref().err());
        Err(why.cloned().unwrap_or_else(|| "it has nothing".to_owned()))
    }

    fn look(&mut self, page: &Page, folders: &[(String, PathBuf)]) -> Look {
        let mut look = Look::default();
        let mut news = BTreeSet::new();
        for (exporter, at) in &page.moments {
            match at {
                Ok(at) => {
                    let before = self.told.insert(*exporter, *at);
                    if before.is_none_or(|before| before < *at) {
                        news.insert(*exporter);
                    }
                }
                Err(why) => look.lack(exporter.title(), why.as_str()),
            }
        }
        let mut measuring = Measuring { page, news, look };
        if page.has(Exporter::Node) {
            measuring.machine();
        }
        if self.prometheus.container.is_none() {
            measuring.bare(folders);
        } else if page.has(Exporter::Cadvisor) {
            measuring.container();
        }
        measuring.look
    }
}

/// Seconds since 1970 as a moment.
fn moment(seconds: f64) -> Option<Timestamp> {
    let millis = seconds * 1000.0;
    millis
        .is_finite()
        .then(|| Timestamp::from_millisecond(millis as i64).ok())?
}
