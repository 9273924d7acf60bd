//! From values in the order they were read to what is in force: the last one
//! counts, and what it hides is kept. Shared by the dialects; knows neither.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

use plimsoll_model::{Config, Engine, InForce, Origin, Place, Setting, Shadowed, Value, Values};

use crate::catalogue::{self, Exactness, Kind, Series};

/// Values by canonical name, the last one read in force.
#[derive(Debug, Default)]
pub(crate) struct Effective {
    values: BTreeMap<String, Written>,
}

/// What was written for one parameter.
#[derive(Debug, Default)]
struct Written {
    in_force: Option<(Setting, String)>,
    shadowed: Vec<Shadowed>,
}

impl Written {
    /// What was in force is shadowed.
    fn hide(&mut self) {
        let Some((before, text)) = self.in_force.take() else {
            return;
        };
        match before.origin {
            Origin::File(place) | Origin::Auto(place) | Origin::Manifest(place) => {
                self.shadowed.push(Shadowed { place, text });
            }
            Origin::Default | Origin::Argument(_) | Origin::Operator(_) | Origin::Server => {}
        }
    }
}

impl Effective {
    /// Puts a value in force; `text` is how it was written. The one before is
    /// shadowed, unless it came without a place.
    pub(crate) fn set(&mut self, setting: Setting, text: String) {
        let values = self.values.entry(setting.name.clone()).or_default();
        values.hide();
        values.in_force = Some((setting, text));
    }

    /// Notes a value that never comes in force, since a later one hides it.
    pub(crate) fn pass(&mut self, name: &str, place: Place, text: String) {
        let values = self.values.entry(name.to_owned()).or_default();
        values.hide();
        values.shadowed.push(Shadowed { place, text });
    }

    /// What is in force.
    pub(crate) fn into_settings(self) -> BTreeMap<String, Setting> {
        let values = self.values.into_iter();
        let in_force = values.filter_map(|(name, values)| {
            let (mut setting, _) = values.in_force?;
            setting.shadowed = distinct(values.shadowed, &setting.origin);
            Some((name, setting))
        });
        in_force.collect()
    }
}

/// Each line once: a file that is included again and again is read as often,
/// and a line does not hide itself.
fn distinct(shadowed: Vec<Shadowed>, origin: &Origin) -> Vec<Shadowed> {
    let mut seen = BTreeSet::new();
    if let Origin::File(place) | Origin::Auto(place) | Origin::Manifest(place) = origin {
        seen.insert(place.clone());
    }
    let once = |hidden: &Shadowed| seen.insert(hidden.place.clone());
    shadowed.into_iter().filter(once).collect()
}

/// Every value in force: what was read, and the series' built-in values for
/// the rest.
///
/// A built-in value that means "worked out at start" stays as it is written
/// (`wal_buffers` = -1, `autovacuum_work_mem` = -1): whoever needs the outcome
/// works it out. A parameter without a built-in value is not there.
pub fn in_force(config: &Config) -> InForce {
    let (series, exactness) = Series::nearest(config.engine, &config.series);
    let set = config.settings.values();
    let set = set.map(|setting| (setting.name.clone(), (setting.typed.clone(), setting.unit)));
    let set = set.collect();
    InForce {
        engine: config.engine,
        series: config.series,
        series_known: config.version.get().is_some() && exactness == Exactness::Exact,
        values: match BUILT_IN
            .get(&series)
            .map(|known| known.get_or_init(|| all_of(series)))
        {
            Some(built_in) => built_in.under(set),
            None => all_of(series).under(set),
        },
    }
}

/// The built-in values of each series, worked out where one is first asked
/// for: a run reads many configurations of few series.
static BUILT_IN: LazyLock<BTreeMap<Series, OnceLock<Values>>> = LazyLock::new(|| {
    let series = Engine::ALL.into_iter().flat_map(Series::all);
    series.map(|series| (series, OnceLock::new())).collect()
});

/// Everything a series has built in.
fn all_of(series: Series) -> Values {
    let parameters = catalogue::parameters(series.engine()).iter();
    Values::built_in(parameters.filter_map(|parameter| {
        let span = parameter.at(series)?;
        let value = built_in(&span.kind, span.default?)?;
        Some((parameter.name.to_owned(), (value, span.unit)))
    }))
}

/// A built-in value as the catalogue writes it, typed.
pub(crate) fn built_in(kind: &Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Bool => match text {
            "on" | "ON" | "1" | "TRUE" => Some(Value::Bool(true)),
            "off" | "OFF" | "0" | "FALSE" => Some(Value::Bool(false)),
            _ => None,
        },
        Kind::Integer { .. } => text.parse().ok().map(Value::Int),
        Kind::Real { .. } => text.parse().ok().map(Value::Real),
        Kind::Enum { .. } => Some(Value::Enum(text.to_owned())),
        Kind::Set { .. } | Kind::FlagSet { .. } | Kind::Text => Some(Value::Text(text.to_owned())),
    }
}
