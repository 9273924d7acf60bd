//! What reading itself finds wrong, a rule a kind of problem.

use crate::Rule;

pub(crate) mod adjusted_value;
pub(crate) mod ambiguous_parameter;
pub(crate) mod bad_value;
pub(crate) mod byte_order_mark;
pub(crate) mod deprecated_parameter;
pub(crate) mod file_too_large;
pub(crate) mod fork_parameter;
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
pub(crate) mod unresolved_value;
pub(crate) mod version_contradiction;
pub(crate) mod wrong_unit;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &syntax::SYNTAX,
    &unknown_parameter::UNKNOWN_PARAMETER,
    &removed_parameter::REMOVED_PARAMETER,
    &future_parameter::FUTURE_PARAMETER,
    &renamed_parameter::RENAMED_PARAMETER,
    &ambiguous_parameter::AMBIGUOUS_PARAMETER,
    &not_settable_here::NOT_SETTABLE_HERE,
    &bad_value::BAD_VALUE,
    &wrong_unit::WRONG_UNIT,
    &out_of_range::OUT_OF_RANGE,
    &adjusted_value::ADJUSTED_VALUE,
    &missing_unit::MISSING_UNIT,
    &shadowed_value::SHADOWED_VALUE,
    &deprecated_parameter::DEPRECATED_PARAMETER,
    &ignored_group::IGNORED_GROUP,
    &missing_include::MISSING_INCLUDE,
    &include_loop::INCLUDE_LOOP,
    &outside_not_followed::OUTSIDE_NOT_FOLLOWED,
    &unreadable_file::UNREADABLE_FILE,
    &file_too_large::FILE_TOO_LARGE,
    &not_text::NOT_TEXT,
    &byte_order_mark::BYTE_ORDER_MARK,
    &ignored_file::IGNORED_FILE,
    &nearest_series::NEAREST_SERIES,
    &load_file::LOAD_FILE,
    &version_contradiction::VERSION_CONTRADICTION,
    &fork_parameter::FORK_PARAMETER,
    &unresolved_value::UNRESOLVED_VALUE,
];
