//! Runs the program on a case and reads what it says.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use plimsoll_model::Severity;
use serde_json::Value;

use super::case::{Case, severity};
use super::sum;

/// The built `plimsoll`.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    path: PathBuf,
}

/// A case and what was said of it.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) case: Case,
    pub(crate) findings: Vec<Finding>,
    /// What the sum of all buffers says: above the limit or not; `None` where
    /// no limit is known.
    pub(crate) sum_says_over: Option<bool>,
}

/// A finding, as far as the score looks at it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Code of its rule (`PG-MEM-001`).
    pub(crate) rule: String,
    /// Name of its rule.
    pub(crate) name: String,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) parameters: Vec<String>,
}

impl Finding {
    /// The area of its rule: `MEM` of `PG-MEM-001`.
    pub(crate) fn area(&self) -> &str {
        self.rule.split('-').nth(1).unwrap_or_default()
    }
}

impl Program {
    /// The program in this file.
    pub(crate) const fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Its file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The program that the same build put beside this one.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn beside_this() -> Result<Self> {
        let this = std::env::current_exe().context("cannot tell where this program lies")?;
        let name = format!("plimsoll{}", std::env::consts::EXE_SUFFIX);
        // Tests lie one folder below.
        let folders = this.ancestors().skip(1).take(2);
        let found = folders
            .map(|folder| folder.join(&name))
            .find(|path| path.is_file());
        match found {
            Some(path) => Ok(Self { path }),
            None => bail!(
                "no plimsoll beside {}; build it: cargo build -p plimsoll",
                this.display()
            ),
        }
    }

    /// Judges a case as `plimsoll check` does.
    ///
    /// # Errors
    /// When the program could not do it, or said what is not its format.
    pub(crate) fn judge(&self, case: Case) -> Result<Judged> {
        let said = self.json("check", &["--fail-on", "never"], &case)?;
        let target = said["targets"]
            .as_array()
            .and_then(|targets| targets.first())
            .with_context(|| format!("{}: plimsoll check judged nothing", case.name))?;
        let findings = target["findings"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let findings = findings
            .iter()
            .map(|finding| {
                read(finding).with_context(|| format!("{}: no finding: {finding}", case.name))
            })
            .collect::<Result<_>>()?;
        let settings = self.json("settings", &["--all"], &case)?;
        let sum_bytes = sum::of(target["engine"].as_str().unwrap_or_default(), &settings);
        let limit_bytes = target["host"]["limit_bytes"].as_f64();
        Ok(Judged {
            sum_says_over: limit_bytes.map(|limit| sum_bytes > limit),
            findings,
            case,
        })
    }

    fn json(&self, command: &str, flags: &[&str], case: &Case) -> Result<Value> {
        let done = Command::new(&self.path)
            .args([command, "--format", "json"])
            .args(flags)
            .arg(&case.folder)
            .output()
            .with_context(|| format!("cannot start {}", self.path.display()))?;
        // 1 is said of settings that keep a server from starting.
        if !matches!(done.status.code(), Some(0 | 1)) {
            let why = String::from_utf8_lossy(&done.stderr);
            bail!(
                "{}: plimsoll {command} could not do it: {}",
                case.name,
                why.trim()
            );
        }
        serde_json::from_slice(&done.stdout)
            .with_context(|| format!("{}: plimsoll {command} gave no JSON", case.name))
    }
}

fn read(finding: &Value) -> Option<Finding> {
    let text = |key: &str| Some(finding[key].as_str()?.to_owned());
    let parameters = finding["parameters"].as_array()?.iter();
    Some(Finding {
        rule: text("rule")?,
        name: text("name")?,
        severity: severity(finding["severity"].as_str()?)?,
        message: text("message")?,
        parameters: parameters
            .filter_map(|name| Some(name.as_str()?.to_owned()))
            .collect(),
    })
}
