//! The machine formats, as scripts read them. Every change of a field's meaning
//! is a new schema number; the types here exist so that a change inside
//! Plimsoll is not one by accident.

mod audit;
mod bill;
mod bundle;
mod check;
mod diagnosis;
mod figures;
mod host;
mod incidents;
mod lines;
mod past;
mod series;
mod services;
mod settings;
mod sides;
mod status;
mod weighed;

use std::collections::BTreeMap;

use plimsoll_model::{Known, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use audit::audit;
pub use bill::bill;
pub use bundle::{bundle, read_bundle};
pub use check::check;
pub use diagnosis::diagnosis;
pub use figures::{Figure, Figures};
pub use host::{Host, HostReading};
pub use incidents::{IncidentStatus, event, in_a_line, incidents};
pub use lines::lines;
pub use past::{past, servers as past_servers};
pub use series::{OneSeries, Points, Series, SeriesGap, Stretches};
pub use services::ServiceStatus;
pub use settings::settings;
pub use sides::sides;
pub use status::{
    BlockerStatus, Daemon, EventStatus, ForecastStatus, GapStatus, LoadLine, ServerStatus,
    SourceStatus, Status, UnusualStatus,
};

/// Why the fields of an object that are null are so.
type Unknown = BTreeMap<&'static str, String>;

/// A known fact, or null with the reason noted under the field's name.
fn known<T: Clone>(fact: &Known<T>, field: &'static str, unknown: &mut Unknown) -> Option<T> {
    if let Some(why) = fact.why() {
        unknown.insert(field, why.to_owned());
    }
    fact.get().cloned()
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
    fatal: bool,
}

impl<'a> ProblemJson<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self {
            file: &problem.place.file,
            line: problem.place.line,
            column: problem.place.column,
            message: &problem.message,
            fatal: problem.fatal,
        }
    }
}

/// Indented, with a line end. None of these types has a key that is no string
/// or a writer that fails, so there is no error to hand on.
pub(crate) fn written<T: Serialize>(document: &T) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// A document that Plimsoll wrote itself, of the schema that is wanted.
fn read<T: DeserializeOwned>(
    text: &str,
    schema: &str,
    said: impl Fn(&T) -> &String,
) -> Result<T, String> {
    let document: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if said(&document) == schema {
        Ok(document)
    } else {
        Err(format!("its schema is not {schema}"))
    }
}
