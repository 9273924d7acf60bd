//! What goes into the history of samples and comes out: plain data, that knows nothing
//! of what is measured.

use std::collections::BTreeMap;

use crate::Moment;

/// Finished stretches of one series of a server.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// The series: a metric with its labels, in the caller's own words.
    pub series: String,
    /// The stretches, in any order; of two of the same moment the last counts.
    pub points: Vec<Point>,
}

/// The figures of a stretch. They come back exact to one part in 4,000; whole numbers
/// up to 4,095 as they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When it began, in seconds since 1970: a multiple of its length.
    pub at: i64,
    /// The smallest figure in it.
    pub min: f32,
    /// Their mean.
    pub mean: f32,
    /// The largest.
    pub max: f32,
}

/// What is kept of one series between two moments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    /// Length of a stretch: 10 or 300.
    pub seconds: u64,
    /// The stretches that have figures, the oldest first.
    pub points: Vec<Point>,
    /// What is there and cannot be read.
    pub gaps: Vec<SampleGap>,
}

/// What is kept of several series between two moments, in stretches of one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ManySamples {
    /// Length of a stretch: 10 or 300; 0 where nothing is known of the server.
    pub seconds: u64,
    /// The series that are wanted and there, each with its points, the oldest first.
    pub series: BTreeMap<String, Vec<Point>>,
    /// What is there and cannot be read.
    pub gaps: Vec<SampleGap>,
}

/// Time whose block is damaged or of a newer format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleGap {
    /// Where it begins, in seconds since 1970.
    pub from: i64,
    /// Where it ends.
    pub to: i64,
    /// Why it cannot be read.
    pub why: String,
}

/// How long samples are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleLimits {
    /// Stretches of ten seconds.
    pub fine_days_max: u32,
    /// Stretches of five minutes, and events.
    pub coarse_days_max: u32,
}

impl Default for SampleLimits {
    fn default() -> Self {
        Self {
            fine_days_max: 2,
            coarse_days_max: 365,
        }
    }
}

/// Something that happened to a server or around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Moment,
    /// What kind of thing, in the caller's words (`deploy`).
    pub kind: String,
    /// In words.
    pub message: String,
    /// Who did it, where it is told.
    pub actor: Option<String>,
    /// A commit, a ticket, a change's number.
    pub reference: Option<String>,
}
