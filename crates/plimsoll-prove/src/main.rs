//! The proofs.
fn main() {}
