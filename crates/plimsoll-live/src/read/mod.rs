//! Reading, and only that.

mod cgroup;
pub mod host;
pub mod mysql;
mod password_command;
pub mod postgresql;
mod question;
pub mod script;
mod secret;
mod tls;

pub use question::Question;
pub use secret::Secret;
