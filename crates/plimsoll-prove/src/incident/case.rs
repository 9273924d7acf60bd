//! A case's own file, `case.toml`: what is true of the incident beside it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use plimsoll_conf::document::{self, Data, Fields, Node};
use plimsoll_model::{CauseClass, Engine, Layer, Problem, ProblemKind};

use super::configuration;
use super::keep::FILE_BYTES_MAX;

/// Name of the file.
pub(crate) const FILE: &str = "case.toml";
/// No list of a case is longer.
const LIST_MAX: usize = 16;

/// An incident and what is true of it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// What it is.
    pub(crate) class: CauseClass,
    /// Where it has to be mended: any of these is right; none where nothing is.
    pub(crate) layers: Vec<Layer>,
    /// Canonical names: one of these is right; none where there is none to name.
    pub(crate) parameters: Vec<String>,
    /// Layers that must not be cleared.
    pub(crate) at_fault: Vec<Layer>,
    /// Whose log it is.
    pub(crate) engine: Engine,
    /// Its version, as whole as it is known.
    pub(crate) version: String,
    /// Made on a real server, not written.
    pub(crate) is_recorded: bool,
    /// Whether the writers of causes keep their eyes off it.
    pub(crate) hold_out: bool,
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
        let case = read(&root, folder, &mut problems);
        match case {
            Some(case) if problems.is_empty() => Ok(case),
            _ => {
                let said: Vec<String> = problems
                    .iter()
                    .map(|problem| format!("{}: {}", problem.place, problem.message))
                    .collect();
                bail!("{shown}: a field is missing or wrong: {}", said.join("; "))
            }
        }
    }

    /// What is not as it has to be, in words; empty when all is.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub(crate) fn faults(&self) -> Result<Vec<String>> {
        let shown = self.folder.display();
        let mut faults = Vec::new();
        let mut must = |holds: bool, why: String| {
            if !holds {
                faults.push(format!("{shown}: {why}"));
            }
        };
        let above = self.folder.parent().and_then(Path::file_name);
        let is_filed = above.is_some_and(|name| name == self.class.as_str());
        must(is_filed, format!("is {}", self.class.as_str()));
        let nothing_to_mend = self.class == CauseClass::Benign;
        let is_explained = self.class != CauseClass::Unknown && !nothing_to_mend;
        must(is_explained != self.layers.is_empty(), "layers".to_owned());
        must(
            is_explained != self.at_fault.is_empty(),
            "at_fault".to_owned(),
        );
        for name in &self.parameters {
            // An extension's has a dot.
            let is_name =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
            must(
                name.chars().all(is_name),
                format!("\"{name}\" is no canonical name"),
            );
        }
        let files = self.files()?;
        must(!files.is_empty(), "no file".to_owned());
        for (_, path) in files {
            let bytes = std::fs::metadata(&path)?.len();
            let fits = (1..=FILE_BYTES_MAX as u64).contains(&bytes);
            must(fits, format!("{} has {bytes} bytes", path.display()));
        }
        Ok(faults)
    }

    /// Whether the configuration of its server lies beside it.
    pub(crate) fn is_configured(&self) -> bool {
        self.folder.join(configuration::FOLDER).exists()
    }

    /// The files of it, in the order of their names, with the option of
    /// `diagnose` that each is handed in by.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn files(&self) -> Result<Vec<(&'static str, PathBuf)>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let option = match name.as_ref() {
                FILE | configuration::FOLDER => continue,
                "kernel.log" | "journal.log" => "--kernel",
                "events.jsonl" => "--events",
                _ => "--log",
            };
            files.push((option, path));
        }
        files.sort();
        Ok(files)
    }
}

/// Every case below a folder, by class and name.
///
/// # Errors
/// When one cannot be read.
pub(crate) fn all(corpus: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for class in folders(corpus)? {
        for folder in folders(&class)? {
            cases.push(Case::read(&folder)?);
        }
    }
    Ok(cases)
}

fn folders(parent: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(parent)
        .with_context(|| format!("cannot read the folder {}", parent.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read(root: &Node, folder: &Path, problems: &mut Vec<Problem>) -> Option<Case> {
    let mut fields = Fields::of(root, FILE, problems)?;
    fields.text("what")?;
    let version = fields.text("version")?.0.to_owned();
    let class = word(&mut fields, "class", class)?;
    let layers = words(&mut fields, "layers", layer)?;
    let parameters = words(&mut fields, "parameters", |name| Some(name.to_owned()))?;
    let at_fault = words(&mut fields, "at_fault", layer)?;
    let engine = word(&mut fields, "engine", Engine::parse)?;
    let is_recorded = word(&mut fields, "made", |made| match made {
        "recorded" => Some(true),
        "written" => Some(false),
        _ => None,
    })?;
    let source = fields.text("source");
    // A scenario recorded it, and can again; or somebody did by hand, as its source says.
    if is_recorded && source.is_none() {
        fields.text("recorder")?;
        fields.count("seed")?;
    }
    let hold_out = fields.switch("hold_out")?;
    fields.list("cut", LIST_MAX);
    fields.finish();
    Some(Case {
        folder: folder.to_owned(),
        class,
        layers,
        parameters,
        at_fault,
        engine,
        version,
        is_recorded,
        hold_out,
    })
}

fn class(name: &str) -> Option<CauseClass> {
    CauseClass::ALL
        .into_iter()
        .find(|class| class.as_str() == name)
}

fn layer(name: &str) -> Option<Layer> {
    Layer::ALL.into_iter().find(|layer| layer.as_str() == name)
}

/// A field that is one of some words.
fn word<T>(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    known: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let (text, place) = fields.text(name)?;
    let found = known(text);
    if found.is_none() {
        let message = format!("{name} cannot be \"{text}\"");
        fields.say(place, ProblemKind::BadValue, message);
    }
    found
}

/// A field that is a list of such words; none where one is wrong or it is missing.
fn words<T>(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    known: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let nodes = fields.list(name, LIST_MAX)?;
    let read = |node: &Node| match &node.data {
        Data::Text(text) => known(text),
        Data::Null
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Real(_)
        | Data::List(_)
        | Data::Table(_) => None,
    };
    nodes.iter().map(read).collect()
}
