//! Reading, and only that.

mod cgroup;
pub mod host;
