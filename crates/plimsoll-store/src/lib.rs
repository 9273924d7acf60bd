//! History on disk: audits of servers, their settings and findings over time,
//! baselines, and what watching them measured and saw happen.
//!
//! A [`Store`] is a file of `SQLite` or a schema of PostgreSQL; both have the
//! same tables, made by the same migrations, and are spoken to by the same
//! statements. It reads no clock and judges nothing: what happened when is told
//! by its caller in records of its own ([`Audit`] and what it holds), which are
//! not the core's types and never become them here.

mod baselines;
mod connection;
mod error;
mod fit;
mod keep;
mod migrate;
mod moment;
mod open;
mod place;
mod record;
mod retain;
mod review;
mod samples;
mod store;
mod targets;

pub use error::{Fault, StoreError};
pub use fit::{FINDINGS_MAX, NAME_BYTES_MAX, SETTINGS_MAX, SLICE_POINTS_MAX, TEXT_BYTES_MAX};
pub use migrate::SCHEMA_VERSION;
pub use moment::Moment;
pub use place::{FILE_NAME, Place, PostgresqlServer};
pub use record::{
    Audit, Baseline, BaselineLine, Change, Dropped, Entry, Finding, Kept, Limits, Memory,
    MostSessions, Retained, Seen, Setting, Stamp, Standing, Target, Tracked,
};
pub use samples::block::{SERIES_BYTES_MAX, SERIES_MAX};
pub use samples::events::EVENTS_MAX;
pub use samples::read::POINTS_MAX;
pub use samples::record::{Happening, ManySamples, Point, SampleGap, SampleLimits, Samples, Slice};
pub use store::Store;
