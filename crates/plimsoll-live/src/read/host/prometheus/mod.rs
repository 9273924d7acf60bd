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
mod source;

use plimsoll_model::{HostSample, ServerFacts};

pub use base::Base;
pub use labels::Labels;
pub use login::Login;
pub use sampler::{Newest, PrometheusSampler, Trouble};
pub use source::{Limits, Prometheus};

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
