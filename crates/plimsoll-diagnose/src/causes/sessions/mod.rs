//! Sessions ran out.

pub(super) mod account_limit_reached;
pub(super) mod certificate_not_valid;
pub(super) mod host_blocked;
pub(super) mod sessions_exhausted;
pub(super) mod sessions_exhausted_after_deploy;
