//! What systemd, Kubernetes and operators say.

/// Docker's one probe, beside those of Kubernetes.
pub(crate) const HEALTH_CHECK: &str = "health check";

/// Why a container is stopped that is made anew from a newer image, by nobody's word.
pub(crate) const NEWER_IMAGE: &str = "a newer image";

/// What an orchestrator says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OrchestratorSignal {
    /// It starts the unit or the container.
    Started {
        /// Unit, pod or container.
        unit: String,
    },
    /// It stops it: a person, a job, a new version, a drain.
    Stopping {
        /// Unit, pod or container.
        unit: String,
        /// Why, where it says so.
        why: Option<String>,
    },
    /// The main process ended.
    Ended {
        /// Unit or container.
        unit: String,
        /// Exit code.
        exit: Option<i32>,
        /// Signal.
        signal: Option<u8>,
    },
    /// The unit or container was killed for its memory, as its status says.
    OomKilled {
        /// Unit, pod or container.
        unit: String,
    },
    /// A daemon killed it because the machine was short of memory.
    KilledForPressure {
        /// `systemd-oomd`, `earlyoom`.
        by: &'static str,
        /// The unit, or the process by its name.
        unit: String,
        /// What the process held.
        held_bytes: Option<u64>,
        /// What of the machine's memory was taken.
        taken_bytes: Option<u64>,
    },
    /// A liveness, readiness or start-up probe failed.
    ProbeFailed {
        /// Pod or container.
        unit: String,
        /// `liveness`, `readiness`, `startup`; Docker's `health check`.
        probe: &'static str,
        /// In its words: time-out, connection refused, exit code.
        why: String,
    },
    /// It kills the container for its probe.
    KilledForProbe {
        /// Pod or container.
        unit: String,
        /// `liveness`, `startup`.
        probe: &'static str,
    },
    /// A pod was put off its node.
    Evicted {
        /// Pod.
        unit: String,
        /// For memory, disk, a taint, a preemption.
        why: String,
    },
    /// A node is not there, or under pressure.
    NodeTrouble {
        /// Node.
        node: String,
        /// `NotReady`, `MemoryPressure`, `DiskPressure`.
        why: String,
    },
    /// A stop took too long and ended by SIGKILL.
    StopTimedOut {
        /// Unit.
        unit: String,
    },
    /// It gave up after failed starts.
    GaveUp {
        /// Unit, pod or container.
        unit: String,
    },
    /// What runs a database cannot reach the store that says who is primary.
    StoreUnreachable {
        /// Node.
        unit: String,
    },
    /// A volume cannot be had.
    VolumeTrouble {
        /// Pod.
        unit: String,
    },
    /// An operator of databases changed who is primary.
    Failover {
        /// Cluster.
        unit: String,
    },
    /// It takes the primary's part from a server because somebody asked it to.
    Demoted {
        /// Node.
        unit: String,
    },
    /// It feeds a watchdog of the machine, which resets that when it does not any more.
    WatchdogArmed {
        /// Node.
        unit: String,
    },
    /// A limit or a request of a container was seen, as its status says.
    MemoryLimit {
        /// Container.
        unit: String,
        /// The limit.
        bytes: u64,
    },
    /// The most memory that a unit held, as systemd says when it ends.
    MemoryPeak {
        /// Unit.
        unit: String,
        /// The most it held, in bytes rounded to what is shown.
        bytes: u64,
    },
    /// It works: ready, probe succeeded.
    Healthy {
        /// Unit, pod or container.
        unit: String,
    },
}
