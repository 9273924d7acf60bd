//! A JSON or TOML text as a tree that knows where each of its values stands,
//! so that a mistake in a load file or in plimsoll.toml is shown at its place,
//! all of them at once. It knows nothing of what the fields mean.

mod fields;
mod json;
mod lines;
mod node;
mod toml;

use plimsoll_model::{Problem, ProblemKind};

pub use fields::Fields;
use lines::Lines;
pub use node::{Data, Field, Node};

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
