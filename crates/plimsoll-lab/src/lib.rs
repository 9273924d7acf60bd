//! Throw-away servers in cgroups, loads on them, measured truth. Never reaches a server that it
//! did not start.

mod place;

pub use place::{SERVERS_ENV, servers_root};
