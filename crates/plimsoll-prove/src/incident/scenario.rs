//! The shape of a scenario: the server, the trouble, and what is true of it.

use anyhow::Result;
use plimsoll_model::{CauseClass, Engine, Layer};

use super::kernel::KernelWords;
use super::logging::Logging;
use super::stage::Stage;

/// A trouble that can be made again.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// Its folder's name: the trouble, then a number.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) class: CauseClass,
    /// Where it has to be mended: any of these.
    pub(crate) layers: &'static [Layer],
    /// Canonical names of the parameters to blame.
    pub(crate) parameters: &'static [&'static str],
    /// Layers that must not be cleared.
    pub(crate) at_fault: &'static [Layer],
    /// Kept back for the score.
    pub(crate) hold_out: bool,
    /// What happened.
    pub(crate) what: &'static str,
    /// The installed server.
    pub(crate) server: &'static str,
    /// How it logs.
    pub(crate) logging: Logging,
    /// What it is configured with.
    pub(crate) settings: &'static [(&'static str, &'static str)],
    /// Whether these are all that it was configured with when it fell.
    pub(crate) is_configured: bool,
    /// The limit of its group.
    pub(crate) limit_mb: Option<u64>,
    /// What its group is called in the kernel's words.
    pub(crate) group: &'static str,
    /// How the kernel's words are kept; none: nobody kept them.
    pub(crate) kernel: Option<KernelWords>,
    /// Makes the trouble, looks whether it came, and keeps the logs.
    pub(crate) trouble: fn(&mut Stage) -> Result<()>,
}

/// The group of a unit of systemd.
pub(crate) const UNIT: &str = "/system.slice/system-postgresql.slice/postgresql@16-main.service";
/// Of a container of Docker under systemd.
pub(crate) const CONTAINER: &str =
    "/system.slice/docker-6f1c0a4be5d17c3b8a2d90c7f4410b8e35d1a7f60c92e8b4d7305aa1c6e2f984.scope";
/// Of a pod of Kubernetes.
pub(crate) const POD: &str = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod4b7d2c1e_5f0a_4c39_9b61_7de2a80f13c4.slice/cri-containerd-91be44d07a5cf26e813b0d7f5a9c6e2048d3b7a15fc0e96284d1b35a7fe0c268.scope";

impl Scenario {
    /// What most have.
    pub(crate) const BASE: Self = Self {
        name: "",
        class: CauseClass::Unknown,
        layers: &[],
        parameters: &[],
        at_fault: &[],
        hold_out: false,
        what: "",
        server: "postgresql-16",
        logging: Logging::PLAIN,
        settings: &[],
        is_configured: false,
        limit_mb: None,
        group: UNIT,
        kernel: Some(KernelWords::Dmesg),
        trouble: |_| Ok(()),
    };

    /// The engine of its server.
    pub(crate) fn engine(&self) -> Engine {
        let name = self.server.split('-').next().unwrap_or_default();
        Engine::parse(name).unwrap_or(Engine::Postgresql)
    }
}
