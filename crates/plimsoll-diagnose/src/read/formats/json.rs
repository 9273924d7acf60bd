//! JSON lines: what the formats that consist of them share. Knows no names of
//! fields.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// The object that a line is.
pub(super) fn object(line: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(line.trim()).ok()? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// A field as text; empty where there is none.
pub(super) fn text(object: &Map<String, Value>, name: &str) -> Cow<'static, str> {
    match object.get(name) {
        Some(Value::String(text)) => Cow::Owned(text.clone()),
        Some(Value::Number(number)) => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(""),
    }
}

/// Whether a line may be an object that holds all of some texts.
pub(super) fn holds(line: &[u8], texts: &[&str]) -> bool {
    let is_object = line.trim_ascii_start().starts_with(b"{");
    is_object
        && texts
            .iter()
            .all(|text| memchr::memmem::find(line, text.as_bytes()).is_some())
}
