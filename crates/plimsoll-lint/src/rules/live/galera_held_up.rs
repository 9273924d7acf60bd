//! A cluster that stands still for its slowest node.

use plimsoll_model::Confidence;

use super::galera::{is_node, word};
use super::told::counter;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A Galera node that has been paused by flow control for a tenth of the time or more,
    /// an hour after its start at the earliest.
    ///
    /// ## Why it matters
    ///
    /// A node whose queue of changes is too long asks all others to wait. A tenth of the time
    /// is six seconds of every minute in which no node commits anything: clients see it as
    /// a database that stutters, on machines that are bored.
    ///
    /// ## Example
    ///
    /// One of three nodes is backed up each night, on the disk that it applies to.
    ///
    /// ## What to do instead
    ///
    /// Find the node with the highest `wsrep_flow_control_sent` and `wsrep_local_recv_queue_avg`:
    /// it is the slow one. More applier threads (`wsrep_slave_threads`), as good a disk as
    /// the others', backups with `wsrep_desync`, smaller transactions.
    ///
    /// ## Sources
    ///
    /// - Galera manual, sections "Flow Control" and "Monitoring the Cluster",
    ///   `wsrep_flow_control_paused`
    GALERA_HELD_UP {
        postgresql: None,
        mysql: Some("MY-LIVE-016"),
        name: "galera-held-up",
        worst: Warning,
        look: Look::Running(look),
    }
}

const PAUSED: &str = "wsrep_flow_control_paused";
const PAUSED_MIN: f64 = 0.1;
const UP_MIN_SECONDS: u64 = 3_600;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let paused: Option<f64> = word(seen, PAUSED).and_then(|text| text.parse().ok());
    let up = counter(seen, "Uptime").is_some_and(|up| up >= UP_MIN_SECONDS);
    let paused = paused.filter(|paused| *paused >= PAUSED_MIN);
    let (Some(paused), true) = (paused, up && is_node(input)) else {
        return Answer::QUIET;
    };
    let message = format!(
        "the cluster's writes stood still for {:.0} % of the time, waiting for its slowest node",
        paused * 100.0
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .fact(PAUSED, paused.to_string(), "SHOW GLOBAL STATUS")
        .into()
}
