//! A JSON or TOML text as a tree that knows where each of its values stands,
//! so that a mistake in a load file or in plimsoll.toml is shown at its place,
//! all of them at once. It knows nothing of what the fields mean.

mod fields;
mod json;
mod toml;

use plimsoll_model::{Place, Problem, ProblemKind};

pub use fields::Fields;

/// Deeper nesting than this is no document of ours.
const DEPTH_MAX: usize = 16;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub data: Data,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// JSON's null: as good as not given.
    Null,
    /// A switch.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number.
    Real(f64),
    /// Text; a TOML date counts as one.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Named values, in the order of the text.
    Table(Vec<Field>),
}

/// A named value of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// The value.
    pub node: Node,
}

impl Data {
    /// What to call it in a message.
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Int(_) => "a whole number",
            Self::Real(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Reads a document: TOML where the name ends in `.toml`, JSON where it ends
/// in `.json`, else JSON where the first letter is a brace.
///
/// # Errors
/// The one place where the text stops being JSON or TOML.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Node, Problem> {
    let text = text_of(file, bytes)?;
    let lines = Lines::new(file, text.as_bytes());
    let name = std::path::Path::new(file);
    let ends = |suffix| {
        name.extension()
            .is_some_and(|it| it.eq_ignore_ascii_case(suffix))
    };
    if ends("json") || (!ends("toml") && text.trim_start().starts_with('{')) {
        json::parse(text, &lines)
    } else {
        toml::parse(text, &lines)
    }
}

/// Reads JSON, whatever the file is called.
///
/// # Errors
/// The one place where the text stops being JSON.
pub fn parse_json(file: &str, bytes: &[u8]) -> Result<Node, Problem> {
    let text = text_of(file, bytes)?;
    json::parse(text, &Lines::new(file, text.as_bytes()))
}

fn text_of<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Lines::new(file, bytes).problem(
            error.valid_up_to(),
            ProblemKind::NotText,
            "this is not UTF-8 text; save the file as UTF-8".to_owned(),
        )
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Where the lines of a text begin.
struct Lines<'a> {
    file: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(file: &'a str, bytes: &[u8]) -> Self {
        let breaks = bytes.iter().enumerate();
        let starts = std::iter::once(0)
            .chain(
                breaks
                    .filter(|(_, byte)| **byte == b'\n')
                    .map(|(at, _)| at + 1),
            )
            .collect();
        Self { file, starts }
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        Place {
            file: self.file.to_owned(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(offset.saturating_sub(start) + 1).unwrap_or(u32::MAX),
        }
    }

    fn problem(&self, offset: usize, kind: ProblemKind, message: String) -> Problem {
        Problem {
            place: self.place(offset),
            kind,
            parameter: None,
            message,
            fatal: false,
        }
    }

    fn too_deep(&self, offset: usize) -> Problem {
        self.problem(
            offset,
            ProblemKind::Syntax,
            format!("nested more than {DEPTH_MAX} deep; no document of Plimsoll is"),
        )
    }
}
