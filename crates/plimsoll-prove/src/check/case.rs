//! A case's own file, `case.toml`: what is true of the configuration beside it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use plimsoll_conf::document::{self, Data, Fields, Node};
use plimsoll_model::{ProblemKind, Severity};

/// Name of the file.
const FILE: &str = "case.toml";
/// No case expects more.
const SAYS_MAX: usize = 32;
/// What a finding can be about: the areas of the rules, in words.
const TOPICS: &[(&str, &str)] = &[
    ("reading", "READ"),
    ("memory", "MEM"),
    ("connections", "CONN"),
    ("durability", "DUR"),
    ("wal", "WAL"),
    ("vacuum", "VAC"),
    ("planner", "PLAN"),
    ("replication", "REPL"),
    ("logging", "LOG"),
    ("security", "SEC"),
    ("host", "HOST"),
    ("version", "VER"),
];

/// A configuration and what is true of it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Its folder's name.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// `startup`, `memory` …; empty where nothing is wrong.
    pub(crate) class: String,
    /// Whether the writers of rules keep their eyes off it.
    pub(crate) hold_out: bool,
    /// What has to be said.
    pub(crate) expected: Vec<Expected>,
}

/// A finding that a good tool gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expected {
    /// The mildest that counts.
    pub(crate) severity: Severity,
    /// It names one of these …
    pub(crate) parameters: Vec<String>,
    /// … or is of this area (`MEM`).
    pub(crate) area: Option<&'static str>,
}

impl Case {
    /// Reads a case's folder.
    ///
    /// # Errors
    /// When the file is missing or wrong: all its mistakes, with places.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let shown = path.display().to_string();
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {shown}"))?;
        let root = document::parse(&shown, &bytes)
            .map_err(|problem| anyhow::anyhow!("{}: {}", problem.place, problem.message))?;
        let mut problems = Vec::new();
        let mut case = Self {
            name: folder
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            folder: folder.to_path_buf(),
            class: String::new(),
            hold_out: false,
            expected: Vec::new(),
        };
        if let Some(mut fields) = Fields::of(&root, FILE, &mut problems) {
            for told in ["what", "source", "verified"] {
                fields.text(told);
            }
            case.class = fields
                .text("class")
                .map_or(String::new(), |(class, _)| class.to_owned());
            case.hold_out = fields.switch("hold_out").unwrap_or(false);
            let says = fields.list("says", SAYS_MAX).unwrap_or_default();
            fields.finish();
            case.expected = says
                .iter()
                .filter_map(|node| expected(node, &mut problems))
                .collect();
        }
        let said: Vec<String> = problems
            .iter()
            .map(|problem| format!("{}: {}", problem.place, problem.message))
            .collect();
        if !said.is_empty() {
            bail!("{}", said.join("; "));
        }
        Ok(case)
    }
}

fn expected(node: &Node, problems: &mut Vec<plimsoll_model::Problem>) -> Option<Expected> {
    let mut fields = Fields::of(node, "[[says]]", problems)?;
    let severity = fields.text("severity").and_then(|(name, place)| {
        let known = severity(name);
        if known.is_none() {
            let message = format!("severity is \"{name}\": give critical, warning or info");
            fields.say(place, ProblemKind::BadValue, message);
        }
        known
    });
    let parameters = fields.list("parameters", SAYS_MAX).unwrap_or_default();
    let area = fields.text("topic").and_then(|(name, place)| {
        let known = TOPICS.iter().find(|(topic, _)| *topic == name);
        if known.is_none() {
            let message = format!("no rules are about \"{name}\"");
            fields.say(place, ProblemKind::BadValue, message);
        }
        known.map(|(_, area)| *area)
    });
    fields.finish();
    let text = |node: &Node| match &node.data {
        Data::Text(name) => Some(name.clone()),
        Data::Null
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Real(_)
        | Data::List(_)
        | Data::Table(_) => None,
    };
    Some(Expected {
        severity: severity?,
        parameters: parameters.iter().filter_map(text).collect(),
        area,
    })
}

/// A severity by its name in JSON.
pub(crate) fn severity(name: &str) -> Option<Severity> {
    [Severity::Critical, Severity::Warning, Severity::Info]
        .into_iter()
        .find(|severity| severity.as_str() == name)
}
