//! Reading, and only that.

mod allowance;
mod cgroup;
pub mod collect;
pub mod host;
pub mod mysql;
mod one_line;
mod password_command;
mod percent;
pub mod postgresql;
mod process;
mod question;
pub mod script;
mod secret;
mod tls;
mod unreachable;

pub use question::Question;
pub use secret::Secret;
pub use unreachable::Unreachable;
