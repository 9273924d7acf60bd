//! Scripts that ask what an audit asks, for where nothing may be installed: for
//! the engine's own client, which prints JSON lines.

mod postgresql;

pub use postgresql::postgresql;
