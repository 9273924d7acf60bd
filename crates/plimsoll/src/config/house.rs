//! The sections `[[require]]`, `[[forbid]]` and `[[range]]` of plimsoll.toml or
//! a policy: a team's own rules.

use plimsoll_conf::document::{Fields, Node};
use plimsoll_lint::{Demand, HouseRule};
use plimsoll_model::{Engine, Problem, ProblemKind, Severity};

use super::word::{self, LIST_MAX, required};

/// The sections as they stand in the file.
pub(super) struct Demands<'n> {
    require: &'n [Node],
    forbid: &'n [Node],
    range: &'n [Node],
}

impl<'n> Demands<'n> {
    /// Takes them out of the file's fields.
    pub(super) fn taken(fields: &mut Fields<'n, '_>) -> Self {
        let mut list = |name| fields.list(name, LIST_MAX).unwrap_or_default();
        Self {
            require: list("require"),
            forbid: list("forbid"),
            range: list("range"),
        }
    }

    /// Reads them.
    pub(super) fn read(self, problems: &mut Vec<Problem>) -> Vec<HouseRule> {
        let sections: [(&'static str, &[Node], ReadDemand); 3] = [
            ("[[require]]", self.require, require),
            ("[[forbid]]", self.forbid, forbid),
            ("[[range]]", self.range, range),
        ];
        let mut house = Vec::new();
        for (name, nodes, demand) in sections {
            for node in nodes {
                if let Some(mut fields) = Fields::of(node, name, problems) {
                    house.extend(one(&mut fields, node, demand));
                    fields.finish();
                }
            }
        }
        house
    }
}

type ReadDemand = fn(&mut Fields<'_, '_>, &Node) -> Option<Demand>;

fn one(fields: &mut Fields<'_, '_>, node: &Node, demand: ReadDemand) -> Option<HouseRule> {
    let demand = demand(fields, node);
    let parameters = plain(word::texts(fields, "parameter"));
    if parameters.is_empty() {
        let message = "it needs `parameter = \"…\"`, a name, a pattern like log_*, or a list";
        fields.say(&node.place, ProblemKind::BadValue, message.to_owned());
    }
    let engines = checked(fields, "engine", |text| {
        Engine::parse(text).ok_or_else(|| "give postgresql, mysql or mariadb".to_owned())
    });
    let envs = plain(word::texts(fields, "env"));
    let groups = plain(word::texts(fields, "group"));
    let severity = checked(fields, "severity", severity).first().copied();
    let reason = required(fields, "reason", &node.place);
    let controls = plain(word::texts(fields, "controls"));
    Some(HouseRule {
        demand: demand?,
        parameters,
        engines,
        envs,
        groups,
        severity: severity.unwrap_or(Severity::Warning),
        reason: reason?,
        controls,
        place: node.place.clone(),
    })
}

fn require(fields: &mut Fields<'_, '_>, node: &Node) -> Option<Demand> {
    let values = plain(word::texts(fields, "value"));
    if values.is_empty() {
        let message = "it needs `value = \"…\"`, or a list of values of which one must be set";
        fields.say(&node.place, ProblemKind::BadValue, message.to_owned());
        return None;
    }
    Some(Demand::Require(values))
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all three")]
fn forbid(fields: &mut Fields<'_, '_>, _: &Node) -> Option<Demand> {
    Some(Demand::Forbid(plain(word::texts(fields, "value"))))
}

fn range(fields: &mut Fields<'_, '_>, node: &Node) -> Option<Demand> {
    let mut bound = |name| plain(word::texts(fields, name)).into_iter().next();
    let (min, max) = (bound("min"), bound("max"));
    if min.is_none() && max.is_none() {
        let message = "it needs `min`, `max` or both";
        fields.say(&node.place, ProblemKind::BadValue, message.to_owned());
        return None;
    }
    Some(Demand::Range { min, max })
}

fn severity(text: &str) -> Result<Severity, String> {
    match text {
        "info" => Ok(Severity::Info),
        "warning" => Ok(Severity::Warning),
        _ => Err(
            "give warning or info; a pipeline stops on a warning with --fail-on warning".to_owned(),
        ),
    }
}

/// Texts that must each mean something.
fn checked<T>(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Vec<T> {
    let mut values = Vec::new();
    for (text, place) in word::texts(fields, name) {
        match parse(&text) {
            Ok(value) => values.push(value),
            Err(why) => {
                let message = format!("{name} is \"{text}\": {why}");
                fields.say(place, ProblemKind::BadValue, message);
            }
        }
    }
    values
}

fn plain<P>(texts: Vec<(String, P)>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text).collect()
}
