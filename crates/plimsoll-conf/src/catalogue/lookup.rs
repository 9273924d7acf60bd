//! Finding a parameter by what someone called it.

use std::cmp::Ordering;

use plimsoll_model::Engine;

use super::{Parameter, Series, generated};

/// How alike two names must be to be taken for a slip of the pen
/// (Jaro-Winkler, 0 to 1).
const SLIP_SIMILARITY_MIN: f64 = 0.87;

/// Every parameter of `engine`, sorted by name without regard to case.
pub fn parameters(engine: Engine) -> &'static [Parameter] {
    generated::parameters(engine)
}

/// The parameter called `name`, in any series. Case is ignored, as
/// `PostgreSQL` does; for `MySQL` and `MariaDB`, where it matters, compare with
/// [`Parameter::name`]. They must come with `_`, not `-`.
pub fn lookup(engine: Engine, name: &str) -> Option<&'static Parameter> {
    let all = parameters(engine);
    let at = all
        .binary_search_by(|parameter| compare(parameter.name, name))
        .ok()?;
    all.get(at)
}

/// The parameter that a server of `series` takes `name` for, old names
/// included (`sort_mem` is `work_mem`).
pub fn resolve(series: Series, name: &str) -> Option<&'static Parameter> {
    let engine = series.engine();
    lookup(engine, name)
        .filter(|parameter| parameter.at(series).is_some())
        .or_else(|| {
            parameters(engine).iter().find(|parameter| {
                parameter.also.iter().any(|old| {
                    old.first <= series.index()
                        && series.index() <= old.last
                        && old.name.eq_ignore_ascii_case(name)
                })
            })
        })
}

/// The names that a server of `series` knows, sorted without regard to case.
pub fn names(series: Series) -> impl Iterator<Item = &'static str> {
    parameters(series.engine())
        .iter()
        .filter(move |parameter| parameter.at(series).is_some())
        .map(|parameter| parameter.name)
}

/// The known name that `name` is most likely a slip for, among those of
/// `series`; `None` when none is near.
pub fn did_you_mean(series: Series, name: &str) -> Option<&'static str> {
    let wanted = name.to_ascii_lowercase().replace('-', "_");
    let alike = |known: &str| strsim::jaro_winkler(&known.to_ascii_lowercase(), &wanted);
    names(series)
        .map(|known| (alike(known), known))
        .filter(|(alike, _)| *alike >= SLIP_SIMILARITY_MIN)
        .max_by(|one, other| one.0.total_cmp(&other.0).then_with(|| other.1.cmp(one.1)))
        .map(|(_, known)| known)
}

/// What a name that `series` does not know is called there: the parameter that
/// took its place, followed as often as it moved.
pub fn renamed(series: Series, name: &str) -> Option<&'static Parameter> {
    let engine = series.engine();
    let mut parameter = lookup(engine, name)?;
    if parameter.at(series).is_some() {
        return None;
    }
    for _ in 0..4 {
        parameter = lookup(engine, parameter.became?)?;
        if parameter.at(series).is_some() {
            return Some(parameter);
        }
    }
    None
}

impl Parameter {
    /// The variable that this one is another name of, where a server of `series`
    /// shows both (`log_slow_query` beside `slow_query_log` in MariaDB 10.11).
    pub fn alias_in(&self, series: Series) -> Option<&'static str> {
        let of = lookup(self.engine, self.alias_of?)?;
        (self.is_variable(series) && of.is_variable(series)).then_some(of.name)
    }
}

/// The order of the tables: by ASCII letters, case ignored.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let lower = |byte: u8| byte.to_ascii_lowercase();
    one.bytes().map(lower).cmp(other.bytes().map(lower))
}
