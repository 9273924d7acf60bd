//! Findings, bill and settings as text, JSON and pictures.
//!
//! Pure functions from the model's words to a `String`. This crate owns the
//! formats that scripts read (their schema numbers stand in `json`) and decides
//! nothing: what is worth a finding was decided before.

mod clean;
mod diff;
mod input;
pub mod json;
mod palette;
pub mod redact;
pub mod svg;
pub mod text;

pub use diff::{Rewritten, diff};
pub use input::{Checked, Page, Quote, RuleEntry, SettingsTarget, Summary};
pub use palette::Palette;
