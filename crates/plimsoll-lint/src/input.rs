//! What rules look at.

use plimsoll_bill::Arrivals;
use plimsoll_model::{Config, InForce, Load, MemoryBill, Problem, Profile, Refusal, ServerFacts};

/// One server's configuration, what is known of its host, and its bill.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What was read.
    pub config: &'a Config,
    /// Every value in force, defaults included.
    pub settings: &'a InForce,
    /// What is known of the host.
    pub facts: &'a ServerFacts,
    /// The load it was priced for, as it was given.
    pub load: &'a Load,
    /// Mistakes in the file of that load.
    pub load_problems: &'a [Problem],
    /// What fills in the rest of the load.
    pub profile: Profile,
    /// How many sessions can come, if anyone said.
    pub arrivals: Option<Arrivals>,
    /// The bill, or why there is none.
    pub bill: Result<&'a MemoryBill, &'a Refusal>,
}
