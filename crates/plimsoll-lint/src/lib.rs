//! Settings, facts and bill in; findings out.
//!
//! A rule is a file in `rules/<area>/`: its doc comment is its page, its
//! metadata and its code stand under it, `cases/<area>/<name>.md` tries it, and
//! its area's list names it; [`registry`] has the areas. Rules do no IO and give one answer to one question.

mod answer;
mod finding;
mod house;
mod input;
mod judge;
pub mod registry;
mod rule;
mod rules;
mod seen;
mod show_only;
mod suppress;
#[cfg(test)]
mod tests;

pub use house::{Demand, HouseRule};
pub use input::{Input, Terms};
pub use judge::{Judgement, judge};
pub use rule::Rule;
pub use seen::Seen;
pub use show_only::show_only;
pub use suppress::{Accepted, Scope, Suppression, Weighed, comments, weigh};
