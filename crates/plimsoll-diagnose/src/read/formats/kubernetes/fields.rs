//! Fields of an object, by their paths.

use serde_json::Value;

/// The text at a path of keys.
pub(super) fn text<'a>(value: &'a Value, path: &[&str]) -> Option<&'a str> {
    at(value, path)?.as_str()
}

/// What stands at a path of keys.
pub(super) fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}

/// The objects of a list at a path of keys.
pub(super) fn each<'a>(value: &'a Value, path: &[&str]) -> impl Iterator<Item = &'a Value> {
    let items = at(value, path).and_then(Value::as_array);
    items.into_iter().flatten()
}
