//! The shape of `catalogue/<engine>.toml` and of what is read off a server, before any Rust is made of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One engine's catalogue: where each series was read from, and its parameters by name.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Catalogue {
    /// Series to `server VERSION` or `manual`.
    #[serde(default)]
    pub(super) read_from: BTreeMap<String, String>,
    #[serde(flatten)]
    pub(super) parameters: BTreeMap<String, Entry>,
}

/// One parameter. What a person writes stands beside what servers say; facts that hold in every
/// span stand here once.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// One line for a person. Written by hand.
    pub(super) about: Option<String>,
    /// Name of the manual's page. Written by hand.
    pub(super) page: Option<String>,
    /// The variable that an option of another name sets. Written by hand.
    pub(super) alias_of: Option<String>,
    /// What took its place when it went. Written by hand.
    pub(super) became: Option<String>,
    /// Old names that servers still take for it. Written by hand.
    #[serde(default)]
    pub(super) also: Vec<Also>,
    /// Why it stays although a server that was read does not have it. Written by hand.
    pub(super) hold: Option<String>,
    /// Extension or plugin that brings it; none for the server's own.
    pub(super) module: Option<String>,
    pub(super) kind: Option<String>,
    /// Read off `PostgreSQL`; written by hand elsewhere.
    pub(super) unit: Option<String>,
    pub(super) context: Option<String>,
    pub(super) argument: Option<String>,
    pub(super) default: Option<String>,
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
    pub(super) block: Option<String>,
    pub(super) values: Option<Vec<String>>,
    pub(super) synonyms: Option<BTreeMap<String, String>>,
    /// What holds in which series, oldest first.
    #[serde(default)]
    pub(super) is: Vec<Stretch>,
}

/// An old name and the series that take it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct Also {
    pub(super) name: String,
    pub(super) series: String,
}

/// What holds in a run of series (`12-18`, `8.4`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stretch {
    pub(super) series: String,
    pub(super) kind: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) context: Option<String>,
    pub(super) argument: Option<String>,
    pub(super) default: Option<String>,
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
    pub(super) block: Option<String>,
    pub(super) values: Option<Vec<String>>,
    pub(super) synonyms: Option<BTreeMap<String, String>>,
}

/// The facts of one parameter in one series.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Facts {
    pub(super) kind: String,
    pub(super) unit: Option<String>,
    pub(super) context: String,
    pub(super) argument: Option<String>,
    pub(super) default: Option<String>,
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
    pub(super) block: Option<String>,
    #[serde(default)]
    pub(super) values: Vec<String>,
    #[serde(default)]
    pub(super) synonyms: BTreeMap<String, String>,
}

/// What one server said of itself (a line of `prove catalogue`).
#[derive(Debug, Deserialize)]
pub(super) struct Reading {
    pub(super) engine: String,
    pub(super) series: String,
    /// `server VERSION` or `manual`.
    pub(super) read_from: String,
    pub(super) rows: Vec<Row>,
}

/// One parameter as a server described it.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) module: Option<String>,
    #[serde(flatten)]
    pub(super) facts: Facts,
}

impl Entry {
    /// The facts of one stretch: its own, else the parameter's.
    pub(super) fn facts(&self, stretch: &Stretch) -> Facts {
        let pick = |own: &Option<String>, all: &Option<String>| own.clone().or_else(|| all.clone());
        Facts {
            kind: pick(&stretch.kind, &self.kind).unwrap_or_default(),
            unit: pick(&stretch.unit, &self.unit),
            context: pick(&stretch.context, &self.context).unwrap_or_default(),
            argument: pick(&stretch.argument, &self.argument),
            default: pick(&stretch.default, &self.default),
            min: pick(&stretch.min, &self.min),
            max: pick(&stretch.max, &self.max),
            block: pick(&stretch.block, &self.block),
            values: stretch
                .values
                .clone()
                .or_else(|| self.values.clone())
                .unwrap_or_default(),
            synonyms: stretch
                .synonyms
                .clone()
                .or_else(|| self.synonyms.clone())
                .unwrap_or_default(),
        }
    }
}
