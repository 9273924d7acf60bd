//! Each term against the figure its mechanism gives, worked out by hand.

mod operations;
mod performance_schema;
mod server;
