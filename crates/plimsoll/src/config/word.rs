//! Words that several sections share: texts that must be there, lists of texts,
//! commands.

use plimsoll_conf::document::{Data, Fields, Node};
use plimsoll_model::{Place, ProblemKind};

/// A list of anything longer than this is cut off, and said.
pub(super) const LIST_MAX: usize = 1000;

/// A text that must be there.
pub(super) fn required(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    place: &Place,
) -> Option<String> {
    match fields.text(name) {
        Some((text, _)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Some((_, place)) => {
            fields.say(place, ProblemKind::BadValue, format!("`{name}` is empty"));
            None
        }
        None => {
            let message = format!("it needs `{name} = \"…\"`");
            fields.say(place, ProblemKind::BadValue, message);
            None
        }
    }
}

/// One text or several; a switch or a number is taken as it is written.
pub(super) fn texts<'n>(
    fields: &mut Fields<'n, '_>,
    name: &'static str,
) -> Vec<(String, &'n Place)> {
    let Some(node) = fields.take(name) else {
        return Vec::new();
    };
    let nodes = match &node.data {
        Data::List(nodes) => nodes.get(..LIST_MAX).unwrap_or(nodes),
        Data::Null
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Real(_)
        | Data::Text(_)
        | Data::Table(_) => std::slice::from_ref(node),
    };
    let mut texts = Vec::new();
    for node in nodes {
        match text(node) {
            Some(text) => texts.push((text, &node.place)),
            None => fields.not_a(node, name, "a text, or a list of texts"),
        }
    }
    texts
}

fn text(node: &Node) -> Option<String> {
    match &node.data {
        Data::Text(text) => Some(text.clone()),
        Data::Int(number) => Some(number.to_string()),
        Data::Real(real) => Some(real.to_string()),
        Data::Bool(on) => Some(if *on { "on" } else { "off" }.to_owned()),
        Data::Null | Data::List(_) | Data::Table(_) => None,
    }
}

/// A command as a list of words: no shell reads it.
pub(super) fn words(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Vec<String>> {
    const NOUN: &str = "a list of texts, the program first";
    let node = fields.take(name)?;
    let Data::List(items) = &node.data else {
        fields.not_a(node, name, NOUN);
        return None;
    };
    let text = |item: &Node| match &item.data {
        Data::Text(text) => Some(text.clone()),
        Data::Null
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Real(_)
        | Data::List(_)
        | Data::Table(_) => None,
    };
    let words: Option<Vec<String>> = items.iter().map(text).collect();
    let words = words.filter(|words| !words.is_empty());
    if words.is_none() {
        fields.not_a(node, name, NOUN);
    }
    words
}
