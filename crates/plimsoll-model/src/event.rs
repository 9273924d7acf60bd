//! Something that happened to a server or around it, told by whoever did it: a
//! deploy, a change of its configuration, a restart.

use jiff::Timestamp;

/// What kind of thing happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// A new version of a client.
    Deploy,
    /// A parameter was changed, in a file or by a statement.
    ConfigChange,
    /// A file of a configuration was written: it is in force once the server has read it
    /// again, or was started anew.
    ConfigWrite,
    /// A server or a client was restarted.
    Restart,
    /// A probe or a health check reported.
    Probe,
    /// More or fewer of something.
    Scale,
    /// Any other word that was used.
    Other(String),
}

impl EventKind {
    /// From its name in `plimsoll.event/1`.
    pub fn from_word(word: &str) -> Self {
        match word {
            "deploy" => Self::Deploy,
            "config_change" => Self::ConfigChange,
            "config_write" => Self::ConfigWrite,
            "restart" => Self::Restart,
            "probe" => Self::Probe,
            "scale" => Self::Scale,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Its name there.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Deploy => "deploy",
            Self::ConfigChange => "config_change",
            Self::ConfigWrite => "config_write",
            Self::Restart => "restart",
            Self::Probe => "probe",
            Self::Scale => "scale",
            Self::Other(word) => word,
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What kind of thing.
    pub kind: EventKind,
    /// To what: a server, a service, a container.
    pub target: String,
    /// In words.
    pub message: String,
    /// Who did it, where it is told.
    pub actor: Option<String>,
    /// A commit, a ticket, a change's number.
    pub reference: Option<String>,
}
