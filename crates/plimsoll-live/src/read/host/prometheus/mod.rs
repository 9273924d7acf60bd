//! What the user's own Prometheus knows of a server's machine and container: fixed
//! instant queries, each bounded in time and bytes, and what their answers say. A
//! series that is missing, old, or one of several is a gap that is named.
//!
//! Sources: Prometheus's "HTTP API"; the metrics that `node_exporter`, cAdvisor and
//! kube-state-metrics export (their documentation).

mod answer;
mod ask;
mod base;
mod client;
mod disk;
mod facts;
mod figures;
mod labels;
mod login;
mod measured;
mod notes;
mod page;
mod queries;
mod sampler;

use std::path::PathBuf;
use std::time::Duration;

use plimsoll_model::{HostSample, ServerFacts};

pub use base::Base;
pub use labels::Labels;
pub use login::Login;
pub use sampler::{Newest, PrometheusSampler, Trouble};

/// A Prometheus, and what singles out one server's machine and container in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prometheus {
    /// Where its HTTP API is.
    pub base: Base,
    /// Labels of the machine's `node_exporter`; with none, Prometheus must know one
    /// machine alone.
    pub node: Labels,
    /// Labels of the container, in cAdvisor's metrics and kube-state-metrics';
    /// `None`: the server runs in none.
    pub container: Option<Labels>,
    /// Who asks, if it wants to know.
    pub login: Option<Login>,
    /// Whose certificates are trusted (PEM); without it this machine's authorities.
    pub authorities: Option<PathBuf>,
}

/// What asking may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a command to give its secret.
    pub command_max: Duration,
    /// For one query: to connect, and to have the whole answer.
    pub query_max: Duration,
    /// For all of them.
    pub all_max: Duration,
    /// The body of one answer.
    pub bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            command_max: Duration::from_secs(10),
            query_max: Duration::from_secs(5),
            all_max: Duration::from_secs(20),
            bytes_max: 1 << 20,
        }
    }
}

/// What it told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The machine, and the container's limits. Of the disk the whole size: what a
    /// running server has written already is its own.
    pub facts: ServerFacts,
    /// What the machine and the container held.
    pub sample: HostSample,
    /// For the reader: what else was seen, and what could not be told.
    pub notes: Vec<String>,
}

/// Asks it for the host of a server whose data lies there.
///
/// # Errors
/// One line: it could not be asked, or told nothing.
pub async fn ask(
    prometheus: &Prometheus,
    data_directory: Option<&str>,
    limits: &Limits,
) -> Result<Told, String> {
    let place = &prometheus.base;
    let at = |why: String| format!("Prometheus {place}: {why}");
    let mut client = client::Client::of(prometheus, limits).await.map_err(at)?;
    let answers = ask::Answers::of(&mut client, prometheus).await;
    if let Some(why) = answers.nothing() {
        return Err(at(why.to_owned()));
    }
    let (facts, sample) = facts::read(&answers, prometheus, data_directory);
    Ok(Told {
        facts,
        sample,
        notes: notes::of(&answers, prometheus),
    })
}
