//! A bundle: what was gathered of a machine for whoever looks elsewhere, and what
//! could not be. Knows neither how it is packed nor how it was gathered.

use jiff::Timestamp;

/// What a file of a bundle is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleKind {
    /// A log of a server, a unit, a container, a package manager.
    Log,
    /// What the kernel said.
    Kernel,
    /// States and events of an orchestrator or a provider.
    Events,
    /// A configuration in force.
    Config,
    /// Figures and states of the moment of collecting.
    Facts,
}

impl BundleKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Log,
        Self::Kernel,
        Self::Events,
        Self::Config,
        Self::Facts,
    ];

    /// Its name in the manifest, and of its folder in the bundle.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Kernel => "kernel",
            Self::Events => "events",
            Self::Config => "config",
            Self::Facts => "facts",
        }
    }
}

/// Where a bundle was gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleOf {
    /// The machine itself.
    Host,
    /// A pod of Kubernetes.
    Kubernetes,
    /// A database of Amazon RDS.
    Rds,
}

impl BundleOf {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Host, Self::Kubernetes, Self::Rds];

    /// Its name in the manifest and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Kubernetes => "k8s",
            Self::Rds => "rds",
        }
    }
}

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// Its path in the bundle.
    pub name: String,
    /// What it is read as.
    pub kind: BundleKind,
    /// The file or the command that it was read from.
    pub from: String,
    /// Its length in the bundle.
    pub bytes: u64,
    /// Entries, lines or fields of it that something was taken out of.
    pub redactions: u64,
    /// What is missing of it: what was cut, what lay outside the window.
    pub remarks: Vec<String>,
}

/// What was looked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleGap {
    /// The file or the command.
    pub what: String,
    /// Why, and what right or program it needs.
    pub why: String,
}

/// What a bundle says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// When it was gathered.
    pub collected_at: Timestamp,
    /// Where.
    pub of: BundleOf,
    /// The machine, `NAMESPACE/POD`, or the instance.
    pub subject: String,
    /// From when to when.
    pub window: (Timestamp, Timestamp),
    /// What is in it.
    pub files: Vec<BundleFile>,
    /// What is not.
    pub gaps: Vec<BundleGap>,
}
