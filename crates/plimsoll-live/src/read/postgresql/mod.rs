//! Reading `PostgreSQL` 12 to 18: where it is, the connection to it, and the
//! fixed table of what it is asked. It judges nothing.

mod address;
mod ask;
mod attempt;
mod connect;
mod connection;
mod explain;
mod handshake;
mod limits;
mod plan;
pub mod profile;
pub mod questions;
mod sample;
mod snapshot;
mod tls;
mod trouble;
mod unreachable;
mod wire;

pub use address::{Address, AddressError, Endpoint, Host, Surroundings, Target};
pub use connection::{Answers, Connection};
pub use explain::plans;
pub use limits::Limits;
pub use sample::Sampler;
pub use snapshot::snapshot;
pub use tls::{Binding, Mode, Roots, TlsWish};
pub use unreachable::{Trouble, Unreachable};
