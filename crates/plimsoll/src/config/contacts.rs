//! The section `[contacts]` of plimsoll.toml: whom to call, a line for each layer in
//! which something may have to be mended. Free text: a name, a channel, a number.

use std::collections::BTreeMap;

use plimsoll_conf::document::{Fields, Node};
use plimsoll_model::{Call, Known, Layer, Problem};

use super::{FILE, Settings};

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
                fields.say(place, plimsoll_model::ProblemKind::BadValue, message);
            } else {
                lines.insert(layer, text.to_owned());
            }
        }
    }
    fields.finish();
    Contacts { lines }
}

impl Contacts {
    /// This one, with what another says in the place of what it says.
    pub(super) fn under(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        self
    }
}

impl Settings {
    /// Whom to call for a layer. Who owns the database answers for it where no line
    /// says otherwise; of other layers nobody is guessed.
    pub(crate) fn call(&self, layer: Layer) -> Call {
        let told = self.contacts.lines.get(&layer).cloned();
        let owner = || self.owner().filter(|_| layer == Layer::Database);
        let contact = match told.or_else(owner) {
            Some(contact) => Known::Known(contact, FILE.to_owned()),
            None => Known::Unknown(format!(
                "write `{} = \"…\"` under [contacts] in {FILE}",
                layer.as_str()
            )),
        };
        Call { layer, contact }
    }

    /// Who owns the server: by `[target]`, else by the one `[[server]]` that there is.
    fn owner(&self) -> Option<String> {
        let of_server = match self.servers.as_slice() {
            [only] => only.target.owner.clone(),
            [] | [_, ..] => None,
        };
        self.target.owner.clone().or(of_server)
    }
}
