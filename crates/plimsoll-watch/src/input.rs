//! What a target is told: samples, and what else is known of its server. Where it was
//! read is not known here.

use jiff::Timestamp;
use plimsoll_model::{Engine, Event, Known, Metric, Reach, Sample, Source};

/// One thing that is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A look that brought something.
    Sample(Sample),
    /// A look that was due and brought nothing: late, refused, or still waiting.
    Missed {
        /// When it was due.
        at: Timestamp,
        /// Where it would have looked.
        source: Source,
        /// Why nothing came.
        why: String,
    },
    /// A source brings something new this often: seldomer than it is asked, where what is
    /// asked is not there more often.
    Paced {
        /// Which.
        source: Source,
        /// Seconds from one sample to the next.
        every_seconds: f64,
    },
    /// Whether the server could be asked.
    Reached {
        /// When that was seen.
        at: Timestamp,
        /// Whether.
        reach: Reach,
    },
    /// What the server says it is.
    Identity {
        /// Its engine.
        engine: Engine,
        /// What it calls its version.
        version_text: String,
    },
    /// What its configuration says; the newest counts.
    Configured(Configured),
    /// Something happened to it or around it.
    Happened(Event),
}

/// What a server's configuration says of its memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configured {
    /// The limit that was given, where it is not to be seen; the smaller of this and
    /// what is seen counts.
    pub limit_bytes: Known<u64>,
    /// Sessions at which it goes under by the bill; `Known` with none is told as unknown.
    pub bill_sessions: Known<u64>,
    /// What may fill up and then stops.
    pub caps: Vec<Cap>,
    /// Names of the parameters that the server's memory hangs on: once one of them has
    /// moved, sessions take something else than before.
    pub parameters: Vec<String>,
}

/// Memory that grows to a size the configuration sets, and no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// Where it is counted: [`Metric::MemoryShmemBytes`] for `PostgreSQL`'s shared
    /// memory, [`Metric::MemoryAnonBytes`] for `InnoDB`'s buffer pool. Caps of one
    /// metric add up.
    pub metric: Metric,
    /// Its size once it is full.
    pub bytes: u64,
}
