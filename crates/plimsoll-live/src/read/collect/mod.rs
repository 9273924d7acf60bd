//! What whoever looks elsewhere wants to see of a machine, a pod or a managed
//! database: logs, states, figures of this moment. Files and commands are read and
//! nothing is written. What is brought here is raw: whoever packs it redacts it.

pub(super) mod command;
mod container;
pub mod host;
pub mod kubernetes;
mod logs;
mod machine;
pub mod rds;
mod servers;
mod systemd;

use std::path::PathBuf;

use jiff::Timestamp;
use plimsoll_model::{BundleGap, BundleKind};
use serde_json::Value;

pub use logs::{FAMILY_MAX, family};
pub use servers::Server;

/// From when to when.
pub type Window = (Timestamp, Timestamp);

/// Something that was found, not yet redacted.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it is read as.
    pub kind: BundleKind,
    /// What it may be called, without a folder.
    pub name: String,
    /// The file or the command that it is from.
    pub from: String,
    /// What it holds.
    pub content: Content,
    /// What is missing of it already.
    pub remarks: Vec<String>,
}

/// What a piece holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A file that is to be read yet; it may be large, or packed with gzip.
    File(PathBuf),
    /// A text.
    Text(Vec<u8>),
    /// JSON, an object a line.
    Objects(String),
}

/// All that was found, and what was not.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// What was found.
    pub pieces: Vec<Piece>,
    /// What was looked for and cannot be had.
    pub gaps: Vec<BundleGap>,
}

impl Gathered {
    /// Adds what else was found.
    pub fn extend(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
        self.gaps.extend(other.gaps);
    }

    fn add(&mut self, kind: BundleKind, name: &str, from: &str, content: Content) {
        self.pieces.push(Piece {
            kind,
            name: name.to_owned(),
            from: from.to_owned(),
            content,
            remarks: Vec::new(),
        });
    }

    fn object(&mut self, kind: BundleKind, name: &str, from: &str, object: &Value) {
        self.add(kind, name, from, Content::Objects(format!("{object}\n")));
    }

    fn gap(&mut self, what: &str, why: impl Into<String>) {
        self.gaps.push(BundleGap {
            what: what.to_owned(),
            why: why.into(),
        });
    }

    /// What a command printed, or why there is nothing.
    fn output(&mut self, kind: BundleKind, name: &str, run: command::Run) {
        match run.outcome {
            Ok(said) if said.text.is_empty() => {}
            Ok(said) => self.pieces.push(Piece {
                kind,
                name: name.to_owned(),
                from: run.shown,
                content: Content::Text(said.text),
                remarks: said.remarks,
            }),
            Err(why) => self.gap(&run.shown, why),
        }
    }
}
