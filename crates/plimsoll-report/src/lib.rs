//! Findings, bill and settings as text, JSON and pictures.
//!
//! Pure functions from the model's words to a `String`. This crate owns the
//! formats that scripts read (their schema numbers stand in `json`) and decides
//! nothing: what is worth a finding was decided before.

mod ago;
mod audited;
pub mod baseline;
mod clean;
mod closing;
mod compared;
mod diff;
mod fingerprint;
pub mod github;
pub mod gitlab;
mod input;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod metrics;
mod palette;
mod past;
pub mod redact;
#[cfg(test)]
mod sample;
pub mod sarif;
mod sides;
mod span;
pub mod svg;
pub mod text;

pub use ago::ago;
pub use audited::{Audited, Elsewhere, Now};
pub use clean::clean;
pub use diff::{Rewritten, diff};
pub use fingerprint::fingerprints;
pub use input::{
    Accepted, Against, Checked, Machine, Page, Quote, RuleEntry, Run, SettingsTarget, Summary,
};
pub use palette::{Palette, Screen};
pub use past::{Past, PastAudit, PastChange, PastFinding, PastServer};
pub use sides::{Differs, Side, Sides};
