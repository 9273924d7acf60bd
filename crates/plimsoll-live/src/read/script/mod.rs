//! Scripts that ask what an audit asks, for where nothing may be installed: for
//! the engine's own client, which prints JSON lines.

mod mysql;
mod postgresql;

pub use mysql::mysql;
pub use postgresql::postgresql;
