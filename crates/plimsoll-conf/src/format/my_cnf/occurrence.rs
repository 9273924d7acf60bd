//! One option as it was written, and where: what `my_print_defaults` prints,
//! with its place. It must not know what the option means.

use plimsoll_model::{Origin, Place};

use crate::edit::Span;

/// Where an option was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In a file: the place, the span of the raw value (for edits), and the
    /// folder include that brought the file, if one did.
    File {
        place: Place,
        value: Option<Span>,
        folder: Option<Place>,
    },
    /// On the command line, as given.
    Argument(String),
    /// In `mysqld-auto.cnf`.
    Persisted(Place),
    /// In a parameter group.
    Group(Place),
}

impl Source {
    /// The place, with the command line as a file of its own.
    pub(super) fn place(&self) -> Place {
        match self {
            Self::File { place, .. } | Self::Persisted(place) | Self::Group(place) => place.clone(),
            Self::Argument(_) => Place {
                file: "command line".to_owned(),
                line: 1,
                column: 1,
            },
        }
    }

    /// Who set it.
    pub(super) fn origin(&self) -> Origin {
        match self {
            Self::File { place, .. } => Origin::File(place.clone()),
            Self::Persisted(place) => Origin::Auto(place.clone()),
            Self::Group(place) => Origin::Manifest(place.clone()),
            Self::Argument(word) => Origin::Argument(word.clone()),
        }
    }
}

/// One option, as the servers' option parser is handed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// The name as written, prefixes and all.
    pub(super) name: String,
    /// The value after quotes and escapes; `None` without `=`.
    pub(super) value: Option<String>,
    /// The value as written, for people.
    pub(super) written: String,
    /// Where.
    pub(super) source: Source,
}

impl Occurrence {
    /// `name=value`, as messages quote it.
    pub(super) fn text(&self) -> String {
        match &self.value {
            Some(value) => format!("{}={value}", self.name),
            None => self.name.clone(),
        }
    }
}
