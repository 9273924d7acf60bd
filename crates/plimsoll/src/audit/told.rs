//! What was told of a server's host, by this machine or by whoever tells of another.

use plimsoll_live::read::host::Pss;
use plimsoll_model::{HostSample, ServerFacts};

use crate::read::NextStart;

/// What is known of a server's host.
#[derive(Debug, Default)]
pub(super) struct HostTold {
    pub(super) facts: ServerFacts,
    /// Its process, where that is on this machine.
    pub(super) pid: Option<u32>,
    pub(super) sample: Option<HostSample>,
    pub(super) pss: Option<Pss>,
    /// What the server's files would have in force, where they lie here.
    pub(super) next: Option<NextStart>,
    pub(super) notes: Vec<String>,
}
