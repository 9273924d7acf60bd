//! Something is wrong and nothing says what.

pub(super) mod clients_failed;
pub(super) mod died_without_reason;
pub(super) mod stood_still;
