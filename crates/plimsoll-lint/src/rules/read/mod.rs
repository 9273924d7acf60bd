//! What reading itself finds wrong, a rule a kind of problem.

pub(crate) mod adjusted_value;
pub(crate) mod ambiguous_parameter;
pub(crate) mod bad_value;
pub(crate) mod byte_order_mark;
pub(crate) mod deprecated_parameter;
pub(crate) mod file_too_large;
pub(crate) mod future_parameter;
pub(crate) mod ignored_file;
pub(crate) mod ignored_group;
pub(crate) mod include_loop;
pub(crate) mod load_file;
pub(crate) mod missing_include;
pub(crate) mod missing_unit;
pub(crate) mod nearest_series;
pub(crate) mod not_settable_here;
pub(crate) mod not_text;
pub(crate) mod out_of_range;
pub(crate) mod outside_not_followed;
pub(crate) mod removed_parameter;
pub(crate) mod renamed_parameter;
pub(crate) mod shadowed_value;
pub(crate) mod syntax;
pub(crate) mod unknown_parameter;
pub(crate) mod unreadable_file;
pub(crate) mod version_contradiction;
pub(crate) mod wrong_unit;
