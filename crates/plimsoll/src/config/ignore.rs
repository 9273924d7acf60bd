//! The sections `[[ignore]]` of plimsoll.toml: findings that were accepted, by
//! whom, why and until when.

use plimsoll_conf::catalogue::Date;
use plimsoll_conf::document::{Fields, Node};
use plimsoll_lint::registry::known;
use plimsoll_lint::{Scope, Suppression};
use plimsoll_model::{Problem, ProblemKind};

use super::word::{LIST_MAX, required};

/// Takes them out of the file's fields.
pub(super) fn taken<'n>(fields: &mut Fields<'n, '_>) -> &'n [Node] {
    fields.list("ignore", LIST_MAX).unwrap_or_default()
}

/// Reads them.
pub(super) fn read(
    nodes: &[Node],
    by_policy: bool,
    problems: &mut Vec<Problem>,
) -> Vec<Suppression> {
    let one = |node| one(node, by_policy, problems);
    nodes.iter().filter_map(one).collect()
}

fn one(node: &Node, by_policy: bool, problems: &mut Vec<Problem>) -> Option<Suppression> {
    let mut fields = Fields::of(node, "[[ignore]]", problems)?;
    let rule = rule(&mut fields, node);
    let parameter = fields.text("parameter").map(|(name, _)| name.to_owned());
    let reason = required(&mut fields, "reason", &node.place);
    let owner = required(&mut fields, "owner", &node.place);
    let until = until(&mut fields, node);
    fields.finish();
    Some(Suppression {
        rule: rule?,
        parameter,
        reason: reason?,
        owner: owner?,
        until: until?,
        scope: Scope::Target,
        by_policy,
        place: node.place.clone(),
    })
}

fn rule(fields: &mut Fields<'_, '_>, node: &Node) -> Option<String> {
    let text = required(fields, "rule", &node.place)?;
    if let Err(why) = known(&text) {
        fields.say(&node.place, ProblemKind::BadValue, why);
        return None;
    }
    Some(text)
}

fn until(fields: &mut Fields<'_, '_>, node: &Node) -> Option<Date> {
    let text = required(fields, "until", &node.place)?;
    let day = Date::parse(&text);
    if day.is_none() {
        let message = format!("until is \"{text}\": give a day like \"2027-01-31\"");
        fields.say(&node.place, ProblemKind::BadValue, message);
    }
    day
}
