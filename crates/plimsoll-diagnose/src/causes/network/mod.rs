//! Somebody was cut off.

pub(super) mod nodes_cut_off;
