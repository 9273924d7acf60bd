//! Real `PostgreSQL` servers asked, and strangers that only seem to be some.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::float_cmp,
    reason = "a test, which names what it skips; its figures are counts"
)]

mod exporter;
mod hostile;
mod pooler;
mod sample;
mod sample_cost;
mod sample_reach;
mod sample_streams;
mod sampled;
mod script;
mod standby;
mod support;
mod tls;
mod trouble;
mod versions;
