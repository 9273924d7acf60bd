//! The sections `[[service]]` of plimsoll.toml: what stands on the servers, how it
//! is probed and which servers it needs.

use std::path::{Path, PathBuf};

use plimsoll_conf::document::{Fields, Node};
use plimsoll_conf::nearest;
use plimsoll_live::read::http::{NoUrl, Url};
use plimsoll_live::read::service::{Metrics, Selector};
use plimsoll_model::{Place, Problem, ProblemKind};

use super::word::{self, LIST_MAX, required};

/// One service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    /// What it is called.
    pub(crate) name: String,
    /// What is asked for.
    pub(crate) url: Url,
    /// The status that it answers when it is well; `None`: any 2xx.
    pub(crate) expect: Option<u16>,
    /// Whose certificates are trusted (PEM); else this machine's authorities.
    pub(crate) authorities: Option<PathBuf>,
    /// The servers that it stands on, by their names.
    pub(crate) depends_on: Vec<(String, Place)>,
    /// Where it counts its requests.
    pub(crate) metrics: Option<Metrics>,
}

impl Service {
    /// With its paths below a folder.
    pub(crate) fn below(mut self, folder: &Path) -> Self {
        self.authorities = self.authorities.take().map(|file| folder.join(file));
        self
    }
}

/// Takes them out of the file's fields.
pub(super) fn taken<'n>(fields: &mut Fields<'n, '_>) -> &'n [Node] {
    fields.list("service", LIST_MAX).unwrap_or_default()
}

/// Reads them; a name stands for one service, and what it stands on must be there.
pub(super) fn read(nodes: &[Node], servers: &[&str], problems: &mut Vec<Problem>) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    for node in nodes {
        let Some(service) = one(node, servers, problems) else {
            continue;
        };
        let is_taken = services.iter().any(|it| it.name == service.name);
        let twice = is_taken.then(|| {
            let message = format!("the name {} is another [[service]]'s already", service.name);
            problem(&node.place, message)
        });
        problems.extend(twice);
        services.push(service);
    }
    services
}

/// Names that no server has.
fn strangers(needed: &[(String, Place)], servers: &[&str]) -> Vec<Problem> {
    let missing = needed
        .iter()
        .filter(|(name, _)| !servers.contains(&name.as_str()));
    let problems = missing.map(|(name, place)| {
        let meant = nearest(name, servers.iter().copied());
        let meant = meant.map_or(String::new(), |it| format!("; did you mean {it}?"));
        problem(
            place,
            format!("depends_on: no [[server]] is called {name}{meant}"),
        )
    });
    problems.collect()
}

fn problem(place: &Place, message: String) -> Problem {
    Problem {
        place: place.clone(),
        kind: ProblemKind::BadValue,
        parameter: None,
        message,
        fatal: false,
    }
}

fn one(node: &Node, servers: &[&str], problems: &mut Vec<Problem>) -> Option<Service> {
    let mut fields = Fields::of(node, "[[service]]", problems)?;
    let name = required(&mut fields, "name", &node.place);
    let url = url(&mut fields, &node.place);
    let expect = expect(&mut fields, &node.place);
    let authorities = fields.text("ca_file").map(|(file, _)| PathBuf::from(file));
    let depends_on = word::texts(&mut fields, "depends_on");
    if depends_on.is_empty() {
        let message = "it needs `depends_on = [\"…\"]`, the names of the servers that it stands on";
        fields.say(&node.place, ProblemKind::BadValue, message.to_owned());
    }
    let depends_on = depends_on.into_iter();
    let depends_on: Vec<(String, Place)> = depends_on
        .map(|(name, place)| (name, place.clone()))
        .collect();
    fields.problems.extend(strangers(&depends_on, servers));
    let metrics = fields.take("metrics");
    let metrics = metrics.and_then(|node| self::metrics(node, fields.problems));
    fields.finish();
    Some(Service {
        name: name?,
        url: url?,
        expect,
        authorities,
        depends_on,
        metrics,
    })
}

fn metrics(node: &Node, problems: &mut Vec<Problem>) -> Option<Metrics> {
    let mut fields = Fields::of(node, "metrics", problems)?;
    let url = url(&mut fields, &node.place);
    let requests = selector(&mut fields, "requests");
    let errors = selector(&mut fields, "errors");
    fields.finish();
    if requests.is_none() && errors.is_none() {
        let message =
            "it needs `requests = \"…\"`, `errors = \"…\"` or both, the names of counters";
        problems.push(problem(&node.place, message.to_owned()));
    }
    Some(Metrics {
        url: url?,
        requests,
        errors,
    })
}

fn selector(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Selector> {
    let (text, place) = fields.text(name)?;
    Selector::parse(text)
        .map_err(|why| {
            let message = format!("{name} is \"{text}\": {why}");
            fields.say(place, ProblemKind::BadValue, message);
        })
        .ok()
}

/// The message does not repeat the text: it may hold a password.
fn url(fields: &mut Fields<'_, '_>, place: &Place) -> Option<Url> {
    let url = required(fields, "url", place)?;
    let why = match Url::parse(&url) {
        Ok(url) => return Some(url),
        Err(NoUrl::Login) => "a login does not belong in a URL",
        Err(_) => "give one like http://shop:8080/health",
    };
    let message = format!("the url cannot be used: {why}");
    fields.say(place, ProblemKind::BadValue, message);
    None
}

fn expect(fields: &mut Fields<'_, '_>, place: &Place) -> Option<u16> {
    let status = fields.count("expect")?;
    let fits = u16::try_from(status)
        .ok()
        .filter(|status| (100..600).contains(status));
    if fits.is_none() {
        let message = format!("expect is {status}: give a status of HTTP, 100 to 599");
        fields.say(place, ProblemKind::OutOfRange, message);
    }
    fits
}
