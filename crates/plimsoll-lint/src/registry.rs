//! Every rule, in the order of their codes. A code is never used again.

use crate::Rule;
use crate::rules::{fault, mem, read};

/// The rules.
pub static RULES: &[&Rule] = &[
    &read::syntax::SYNTAX,
    &read::unknown_parameter::UNKNOWN_PARAMETER,
    &read::removed_parameter::REMOVED_PARAMETER,
    &read::future_parameter::FUTURE_PARAMETER,
    &read::renamed_parameter::RENAMED_PARAMETER,
    &read::ambiguous_parameter::AMBIGUOUS_PARAMETER,
    &read::not_settable_here::NOT_SETTABLE_HERE,
    &read::bad_value::BAD_VALUE,
    &read::wrong_unit::WRONG_UNIT,
    &read::out_of_range::OUT_OF_RANGE,
    &read::adjusted_value::ADJUSTED_VALUE,
    &read::missing_unit::MISSING_UNIT,
    &read::shadowed_value::SHADOWED_VALUE,
    &read::deprecated_parameter::DEPRECATED_PARAMETER,
    &read::ignored_group::IGNORED_GROUP,
    &read::missing_include::MISSING_INCLUDE,
    &read::include_loop::INCLUDE_LOOP,
    &read::outside_not_followed::OUTSIDE_NOT_FOLLOWED,
    &read::unreadable_file::UNREADABLE_FILE,
    &read::file_too_large::FILE_TOO_LARGE,
    &read::not_text::NOT_TEXT,
    &read::byte_order_mark::BYTE_ORDER_MARK,
    &read::ignored_file::IGNORED_FILE,
    &read::nearest_series::NEAREST_SERIES,
    &read::load_file::LOAD_FILE,
    &read::version_contradiction::VERSION_CONTRADICTION,
    &mem::over_the_limit::OVER_THE_LIMIT,
    &fault::FAULT,
];

/// The rule of a code, however it is capitalised, or of a name.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| {
        rule.name.eq_ignore_ascii_case(code)
            || rule.codes().any(|own| own.eq_ignore_ascii_case(code))
    })
}
