//! Two configurations beside each other.

use plimsoll_model::MemoryBill;

/// What differs between two configurations, and what it does to the bill.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The first.
    pub one: Side,
    /// The second.
    pub other: Side,
    /// Parameters that differ, by name.
    pub differences: Vec<Differs>,
}

/// One of two.
#[derive(Clone, Debug)]
pub struct Side {
    /// What it is called: a path, a server.
    pub name: String,
    /// Engine and version in words.
    pub server: String,
    /// Its bill, or why there is none.
    pub bill: Result<MemoryBill, String>,
}

/// One parameter that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// Canonical name.
    pub parameter: String,
    /// The first side's value and who set it; `None`: its version has none.
    pub one: Option<(String, String)>,
    /// The second side's.
    pub other: Option<(String, String)>,
}
