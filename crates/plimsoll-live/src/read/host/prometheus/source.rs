//! Which Prometheus is asked, and what asking it may cost.

use std::path::PathBuf;
use std::time::Duration;

use super::base::Base;
use super::labels::Labels;
use super::login::Login;

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
