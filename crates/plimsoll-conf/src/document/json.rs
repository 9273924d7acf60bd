//! JSON with places. `serde_json` gives none, but a raw value borrowed from the
//! text lies somewhere in it: its address less the text's is its offset.

use std::borrow::Cow;
use std::fmt;

use plimsoll_model::{Problem, ProblemKind};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::lines::{DEPTH_MAX, Lines};
use super::node::{Data, Field, Node};

pub(super) fn parse(text: &str, lines: &Lines<'_>) -> Result<Node, Problem> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| syntax(lines, text, &error))?;
    node(raw.get(), text, lines, 0)
}

fn node(raw: &str, text: &str, lines: &Lines<'_>, depth: usize) -> Result<Node, Problem> {
    let at = offset(raw, text);
    if depth > DEPTH_MAX {
        return Err(lines.too_deep(at));
    }
    let within = |error: serde_json::Error| {
        lines.problem(at, ProblemKind::Syntax, format!("not JSON: {error}"))
    };
    let data = match raw.as_bytes().first() {
        Some(b'n') => Data::Null,
        Some(b't' | b'f') => Data::Bool(raw.starts_with('t')),
        Some(b'"') => Data::Text(serde_json::from_str(raw).map_err(within)?),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(raw).map_err(within)?;
            let items = items.into_iter();
            Data::List(
                items
                    .map(|item| node(item.get(), text, lines, depth + 1))
                    .collect::<Result<_, _>>()?,
            )
        }
        Some(b'{') => {
            let Entries(entries) = serde_json::from_str(raw).map_err(within)?;
            let fields = entries.into_iter().map(|(name, value)| {
                let place = match name {
                    Cow::Borrowed(name) => lines.place(offset(name, text).saturating_sub(1)),
                    Cow::Owned(_) => lines.place(offset(value.get(), text)),
                };
                Ok(Field {
                    node: node(value.get(), text, lines, depth + 1)?,
                    name: name.into_owned(),
                    place,
                })
            });
            Data::Table(fields.collect::<Result<_, Problem>>()?)
        }
        _ => number(raw),
    };
    let place = lines.place(at);
    Ok(Node { place, data })
}

fn number(raw: &str) -> Data {
    raw.parse().map_or_else(
        |_| Data::Real(raw.parse().unwrap_or(f64::INFINITY)),
        Data::Int,
    )
}

fn offset(part: &str, text: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

fn syntax(lines: &Lines<'_>, text: &str, error: &serde_json::Error) -> Problem {
    let start = lines.starts.get(error.line().saturating_sub(1)).copied();
    let at = start.unwrap_or(0) + error.column().saturating_sub(1);
    // serde_json ends its messages with the place, which stands beside it here.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    lines.problem(
        at.min(text.len()),
        ProblemKind::Syntax,
        format!("this is not JSON from here on: {message}"),
    )
}

/// The entries of an object in their order, a name that comes twice twice.
struct Entries<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A name, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }
            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        from.deserialize_str(Text)
    }
}

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Entries<'de>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut entries = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    entries.push((name, value));
                }
                Ok(Entries(entries))
            }
        }
        from.deserialize_map(Object)
    }
}
