//! What a report of a running server is made of.

use plimsoll_model::{Drift, Gap, Known, Range};

use crate::Checked;

/// One running server, judged.
#[derive(Clone, Debug)]
pub struct Audited {
    /// All that is judged as a file's configuration is.
    pub checked: Checked,
    /// What the server calls its version.
    pub version_text: String,
    /// When it started, as it says.
    pub started: Option<String>,
    /// Whether it is a standby or a replica that takes no writes.
    pub is_standby: Option<bool>,
    /// What it was predicted to take at this moment, and took.
    pub now: Now,
    /// Where what is in force is not what is written or agreed.
    pub drift: Vec<Drift>,
    /// What the server did not answer.
    pub gaps: Vec<Gap>,
    /// What is worth knowing of how it was asked (a pooler between, files that
    /// could not be read).
    pub notes: Vec<String>,
}

/// The memory of one moment: predicted beside measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Now {
    /// Sessions open at that moment.
    pub sessions: Option<u64>,
    /// Of those, the active ones.
    pub active_sessions: Option<u64>,
    /// The most open at once since its start, where it counts them.
    pub most_sessions: Option<u64>,
    /// What the bill says of them; `None`: there is no bill.
    pub predicted: Option<Range>,
    /// What was measured: anonymous, shared and the kernel's memory.
    pub measured_bytes: Known<u64>,
    /// The same memory as other tools show it: the tool's figure, its size, why
    /// it is another.
    pub elsewhere: Vec<Elsewhere>,
}

/// A figure that people see in another tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The tool and its column (`top, RES summed`).
    pub tool: &'static str,
    /// What it shows at this moment.
    pub bytes: u64,
    /// Why it is not the measured figure.
    pub why: &'static str,
}

impl Now {
    /// How far the prediction is off, in percent of what was measured.
    pub fn error_percent(&self) -> Option<f64> {
        let measured = self.measured_bytes.get().filter(|bytes| **bytes > 0)?;
        let predicted = self.predicted?.likely_bytes;
        Some((predicted as f64 / *measured as f64 - 1.0) * 100.0)
    }
}
