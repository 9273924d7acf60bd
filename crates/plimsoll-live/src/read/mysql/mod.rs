//! Reading `MySQL` 5.7 and later and `MariaDB` 10.6 and later: where it is, the
//! connection to it, and the fixed table of what it is asked. It judges nothing.

mod address;
mod ask;
mod connect;
mod connection;
mod dial;
mod front;
mod limits;
mod opened;
pub mod profile;
pub mod questions;
mod sample;
mod snapshot;
mod tls;
mod trouble;
mod unreachable;
mod wire;

pub use address::{Address, AddressError, Host, Surroundings};
pub use connection::{Answers, Connection};
pub use limits::Limits;
pub use sample::Sampler;
pub use snapshot::snapshot;
pub use tls::{Mode, TlsWish};
pub use unreachable::{Trouble, Unreachable};
