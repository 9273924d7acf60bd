//! The section `[contacts]` of plimsoll.toml: whom to call, a line for each layer in
//! which something may have to be mended. Free text: a name, a channel, a number.

use std::collections::BTreeMap;

use plimsoll_conf::document::{Fields, Node};
use plimsoll_model::{Layer, Problem, ProblemKind};

/// Whom to call, by where it has to be mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contacts {
    lines: BTreeMap<Layer, String>,
}

/// Reads the section.
pub(super) fn read_section(section: &Node, problems: &mut Vec<Problem>) -> Contacts {
    let Some(mut fields) = Fields::of(section, "[contacts]", problems) else {
        return Contacts::default();
    };
    let mut lines = BTreeMap::new();
    for layer in Layer::ALL {
        if let Some((text, place)) = fields.text(layer.as_str()) {
            let text = text.trim();
            if text.is_empty() {
                let message = format!("`{}` is empty", layer.as_str());
                fields.say(place, ProblemKind::BadValue, message);
            } else {
                lines.insert(layer, text.to_owned());
            }
        }
    }
    fields.finish();
    Contacts { lines }
}

impl Contacts {
    /// Whom to call for a layer, where a line says.
    pub(super) fn of(&self, layer: Layer) -> Option<&str> {
        self.lines.get(&layer).map(String::as_str)
    }

    /// This one, with what another says in the place of what it says.
    pub(super) fn under(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        self
    }
}
