//! A service that stands on a server, asked as its users would: does a URL of it
//! answer as it should, how long does that take, and what does the service itself
//! count of requests and errors (its page of metrics in Prometheus's text format).
//! Which database it stands on is not known here.

mod counter;
mod page;
mod regex;
mod selector;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use plimsoll_model::{Gap, Metric, Reading, Sample, Source};
use tokio::time::timeout;

use super::http::{Broken, Connection, Url};
use super::one_line::one_line;
use counter::Page;
pub use selector::Selector;

/// Of an answer to a probe, this much is read: that it comes is what counts.
const ANSWER_MAX: usize = 256 << 10;

/// The largest page of metrics that is read.
const PAGE_MAX: usize = 8 << 20;

/// What is taken of a page: the format in which every exporter can answer.
const PAGE_KIND: &str = "text/plain; version=0.0.4";

/// A probe of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The service's name, the label of its readings.
    pub name: String,
    /// What is asked for with GET; no redirect is followed.
    pub url: Url,
    /// The status that says that it works; `None`: any of success (2xx).
    pub expect_status: Option<u16>,
    /// How long the whole answer may take, and the page of metrics beside it.
    pub time_max: Duration,
    /// Whose certificates are trusted (PEM); without it this machine's authorities.
    pub authorities: Option<PathBuf>,
    /// Where it counts its requests, if it does.
    pub metrics: Option<Metrics>,
}

/// What a service counts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// Its page of metrics.
    pub url: Url,
    /// The series whose sum is the requests.
    pub requests: Option<Selector>,
    /// The series whose sum is the requests that failed.
    pub errors: Option<Selector>,
}

/// A service that is probed over and over.
pub struct Prober {
    probe: Probe,
    /// Made once, for the certificates that are trusted, and after a failure anew.
    asking: Option<Connection>,
    /// The page's, which is kept open.
    page: Option<Connection>,
}

impl Prober {
    /// Makes ready to.
    pub const fn new(probe: Probe) -> Self {
        Self {
            probe,
            asking: None,
            page: None,
        }
    }

    /// One look at it. Never fails: that the service does is in the sample, and why is
    /// a gap beside it.
    pub async fn sample(&mut self, at: Timestamp) -> Sample {
        let begun = Instant::now();
        let probe = &self.probe;
        let answer = answer(&mut self.asking, probe);
        let page = page(&mut self.page, probe);
        // Side by side: a service that hangs must not take twice its time.
        let ((answer, took_seconds), page) = tokio::join!(
            async {
                let answer = timeout(probe.time_max, answer).await;
                (answer, begun.elapsed().as_secs_f64())
            },
            timeout(probe.time_max, page),
        );
        let answer = answer.unwrap_or_else(|_| Err(Down::Silent(too_late(probe.time_max))));
        let page = page.unwrap_or_else(|_| Err(too_late(probe.time_max)));
        let mut look = Look {
            name: &probe.name,
            readings: Vec::new(),
            gaps: Vec::new(),
        };
        look.put(Metric::ProbeUp, f64::from(u8::from(answer.is_ok())));
        if answer.is_err() {
            self.asking = None;
        }
        match answer {
            Ok(()) => look.put(Metric::ProbeSeconds, took_seconds),
            Err(Down::Answers(why)) => {
                look.put(Metric::ProbeSeconds, took_seconds);
                look.lack("probe", why);
            }
            Err(Down::Silent(why)) => look.lack("probe", why),
        }
        if page.is_err() {
            self.page = None;
        }
        if let Some(metrics) = &probe.metrics {
            count(metrics, page, &mut look);
        }
        Sample {
            at,
            source: Source::Service,
            took_seconds: begun.elapsed().as_secs_f64(),
            readings: look.readings,
            blockers: Vec::new(),
            gaps: look.gaps,
        }
    }
}

/// Why a service does not work.
enum Down {
    /// Something answers, and not as it should.
    Answers(String),
    /// Nothing does.
    Silent(String),
}

/// What one look finds.
struct Look<'a> {
    name: &'a str,
    readings: Vec<Reading>,
    gaps: Vec<Gap>,
}

impl Look<'_> {
    fn put(&mut self, metric: Metric, value: f64) {
        self.readings.push(Reading::of(metric, self.name, value));
    }

    fn lack(&mut self, what: &str, why: String) {
        self.gaps.push(Gap {
            what: format!("{what} of {}", self.name),
            why,
            grant: None,
        });
    }
}

fn too_late(time_max: Duration) -> String {
    format!("no answer within {} s", time_max.as_secs_f64())
}

/// Over a connection of its own: a service that serves only those whom it knows is
/// down for everybody else.
async fn answer(made: &mut Option<Connection>, probe: &Probe) -> Result<(), Down> {
    let authorities = probe.authorities.as_deref();
    let connection = Connection::ready(made, &probe.url, authorities).map_err(Down::Silent)?;
    connection.part();
    let answer = connection.get(probe.url.target(), "*/*", None).await;
    let answer = answer.map_err(Down::Silent)?;
    let status = answer.status();
    let sends_to = answer.sends_to();
    let is_expected = match probe.expect_status {
        Some(expected) => status.as_u16() == expected,
        None => status.is_success(),
    };
    match connection.body(answer, ANSWER_MAX).await {
        // More than is read of it is an answer too.
        Ok(_) | Err(Broken::TooLarge) => {}
        Err(Broken::Off(why)) => {
            return Err(Down::Answers(format!("the answer broke off ({why})")));
        }
    }
    if is_expected {
        return Ok(());
    }
    Err(Down::Answers(match (status.is_redirection(), sends_to) {
        (true, Some(to)) => {
            format!("it sends on to {to} ({status}), which is not followed: give url that place")
        }
        _ => format!("it answers {status}"),
    }))
}

/// The text of the page of metrics; of a service that has none it is empty.
async fn page(kept: &mut Option<Connection>, probe: &Probe) -> Result<String, String> {
    let Some(metrics) = &probe.metrics else {
        return Ok(String::new());
    };
    let connection = Connection::ready(kept, &metrics.url, probe.authorities.as_deref())?;
    let answer = connection
        .get(metrics.url.target(), PAGE_KIND, None)
        .await?;
    let status = answer.status();
    if !status.is_success() {
        return Err(match answer.sends_to() {
            Some(to) => format!("it sends on to {to} ({status}), which is not followed"),
            None => format!("it answers {status}"),
        });
    }
    let body = connection.body(answer, PAGE_MAX).await;
    let body = body.map_err(|broken| match broken {
        Broken::TooLarge => format!("it is larger than {} MiB", PAGE_MAX >> 20),
        Broken::Off(why) => format!("it broke off ({why})"),
    })?;
    let text = String::from_utf8(body.to_vec());
    text.map_err(|_| "it is no text: is its URL that of a page of metrics?".to_owned())
}

fn count(metrics: &Metrics, page: Result<String, String>, look: &mut Look<'_>) {
    let text = match page {
        Ok(text) => text,
        Err(why) => return look.lack("metrics", why),
    };
    for (metric, what, selector) in [
        (Metric::ServiceRequestsTotal, "requests", &metrics.requests),
        (Metric::ServiceErrorsTotal, "errors", &metrics.errors),
    ] {
        let Some(selector) = selector else {
            continue;
        };
        match Page(&text).sum(selector) {
            Ok(sum) => look.put(metric, sum),
            Err(why) => look.lack(what, one_line(&why)),
        }
    }
}
