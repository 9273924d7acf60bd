//! Reading, and only that.

mod cgroup;
pub mod host;
mod question;

pub use question::Question;
