//! Reading, and only that.

mod allowance;
mod blockers;
mod cgroup;
mod clock;
pub mod collect;
mod command;
mod current_logfiles;
mod families;
pub mod follow;
pub mod git;
pub mod host;
pub mod http;
pub mod mysql;
mod one_line;
mod password_command;
pub mod percent;
pub mod pgbouncer;
pub mod postgresql;
mod process;
mod question;
mod readings;
mod rotated;
pub mod script;
mod secret;
pub mod service;
mod tls;
mod unreachable;

pub use clock::Clock;
pub use question::Question;
pub use secret::Secret;
pub use unreachable::Unreachable;
