//! Memory: the bill against the limit.

mod blame;
mod mend;
pub(crate) mod over_the_limit;
