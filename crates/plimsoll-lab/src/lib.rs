//! Throw-away servers in memory cgroups, sessions on them, their memory measured.
//!
//! [`Installed`] finds what `cargo xtask servers` put on this machine and runs its one-shot
//! programs; [`Server`] starts one with a data folder, socket, log and cgroup of its own, and
//! leaves nothing behind. Nothing here reaches a server that it did not start, and nothing
//! prints.

mod cgroup;
mod disk;
mod error;
mod folder;
mod installed;
mod kernel_log;
mod log;
mod name;
mod place;
mod sampler;
mod server;
mod session;
mod template;
mod user;

pub use cgroup::{Cgroup, MemoryUse};
pub use error::LabError;
pub use installed::Installed;
pub use kernel_log::{KernelLine, KernelMark};
pub use log::unexpected_lines;
pub use place::{SERVERS_ENV, servers_root};
pub use sampler::{Peak, Sampler};
pub use server::{Disk, Instance, Server, Sign};
pub use session::{Rows, Session};
pub use template::KeptData;
pub use user::ServerUser;
