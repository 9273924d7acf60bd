//! Settings, facts and bill in; findings out.
//!
//! A rule is a file in `rules/<area>/`: its doc comment is its page, its
//! metadata and its code stand under it, `cases/<area>/<name>.md` tries it, and
//! [`registry`] names it. Rules do no IO and give one answer to one question.

mod input;
mod judge;
pub mod registry;
mod rule;
mod rules;
mod show_only;
#[cfg(test)]
mod tests;

pub use input::Input;
pub use judge::{Judgement, judge};
pub use rule::Rule;
pub use show_only::show_only;
