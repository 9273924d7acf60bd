//! What somebody told as an event, and what its words say was changed.

use jiff::Timestamp;
use plimsoll_model::Event;

/// An event as it was told, redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToldEvent {
    /// Its fields; target, message, actor and reference without literals.
    pub(crate) event: Event,
    /// What its words say was changed, in their order.
    pub(crate) changes: Vec<ToldChange>,
    /// When a file that it tells of was written, by the file's own time; of several,
    /// the first.
    pub(crate) written: Option<Timestamp>,
}

/// A change that an event's words tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToldChange {
    /// What was changed.
    pub(crate) subject: Subject,
    /// Which way.
    pub(crate) turn: Turn,
    /// The value before, as written.
    pub(crate) from: Option<String>,
    /// The value then, as written.
    pub(crate) to: Option<String>,
}

/// What an event's words say was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A parameter of a server, by its canonical name.
    Parameter(&'static str),
    /// The memory a container, a unit or a machine may have.
    MemoryLimit,
}

/// Which way a value was turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// To more.
    Raised,
    /// To less.
    Lowered,
    /// The words do not tell, or the two values have no common unit.
    Unsaid,
}
