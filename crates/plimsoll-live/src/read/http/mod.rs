//! HTTP/1.1 as far as this crate asks anybody by it: a URL, a stream with or without
//! TLS, one request and its answer. It follows no redirect, asks no proxy and sets no
//! time limits: who asks does. It knows nobody that is asked.

mod connect;
mod connection;
mod url;

pub use connection::{Answer, Broken, Connection};
pub use url::{NoUrl, Url};
