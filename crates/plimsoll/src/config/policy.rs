//! The section `[policy]` of a file given as `--policy`: which findings no
//! word in the tree checked may accept.

use plimsoll_conf::document::{Fields, Node};
use plimsoll_lint::registry::known;
use plimsoll_model::{Problem, ProblemKind};

use super::word;

/// `no_ignore`: codes or names of rules.
pub(super) fn read(section: &Node, problems: &mut Vec<Problem>) -> Vec<String> {
    let Some(mut fields) = Fields::of(section, "[policy]", problems) else {
        return Vec::new();
    };
    let mut firm = Vec::new();
    for (text, place) in word::texts(&mut fields, "no_ignore") {
        match known(&text) {
            Ok(_) => firm.push(text),
            Err(why) => fields.say(place, ProblemKind::BadValue, format!("no_ignore: {why}")),
        }
    }
    fields.finish();
    firm
}
