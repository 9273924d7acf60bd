//! House rules: what a team asks of its own servers.

mod broken;
pub(crate) mod forbidden;
pub(crate) mod out_of_range;
pub(crate) mod required;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &required::REQUIRED,
    &forbidden::FORBIDDEN,
    &out_of_range::OUT_OF_RANGE,
];
