//! It does not start, or falls by itself.

pub(super) mod address_in_use;
pub(super) mod key_of_another_certificate;
pub(super) mod parameter_refused;
pub(super) mod server_crashed;
