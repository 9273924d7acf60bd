//! The words that every crate of Plimsoll shares.
//!
//! Plain data with public fields; invariants live in constructors. This crate
//! knows no file format, no formula and no rule, does no IO and reads no clock.

mod bill;
mod bundle;
mod bytes;
mod drift;
mod engine;
mod event;
mod facts;
mod family;
mod finding;
mod glob;
mod host;
mod incident;
mod known;
mod load;
mod metric;
mod sample;
pub mod secret;
mod setting;
mod snapshot;
mod values;
mod version;
mod watched;

pub use bill::{
    Evidence, Lever, Line, LoadLine, MemoryBill, Pool, PricedLoad, Range, Refusal, Solution,
    Verdict, Who,
};
pub use bundle::{Bundle, BundleFile, BundleGap, BundleKind, BundleOf};
pub use bytes::Bytes;
pub use drift::{Drift, DriftKind};
pub use engine::Engine;
pub use event::{Event, EventKind};
pub use facts::{FACT_NAMES, Malloc, ServerFacts, Storage};
pub use family::{Family, FamilyKind, Point};
pub use finding::{
    Confidence, Edit, Effect, Evidence as FindingEvidence, Finding, Fix, Safety, Severity, Skipped,
};
pub use glob::Glob;
pub use host::{
    ContainerMemory, GroupMemory, HostSample, MachineMemory, Pressure, ProcessSample, Processes,
    Role, Views,
};
pub use incident::{
    Call, Cause, CauseClass, Draft, DraftChange, Incident, Layer, LayerFinding, LayerVerdict,
    LogLine, LogRead,
};
pub use known::Known;
pub use load::{Kind, Load, LoadGroup, Operation, Profile, SessionsSource};
pub use metric::{Metric, MetricKind};
pub use sample::{Blocker, Reach, Reading, Sample, Source};
pub use setting::{
    Config, InForce, Origin, Place, Problem, ProblemKind, Setting, Shadowed, Unit, Value,
};
pub use snapshot::{Answer, Gap, Row, Snapshot};
pub use values::Values;
pub use version::{Fork, Version};
pub use watched::{Brought, Forecast, LearnedLine, SourceState, Unusual, Watched, WaterLine};
