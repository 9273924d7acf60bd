//! `--against REVISION`: what of a target is other than it was.

mod tree;

use std::path::{Path, PathBuf};

use plimsoll_model::Finding;
use plimsoll_report::{Against, Checked};

use crate::failure::Failure;

/// Puts beside each target at a path what it was at a revision; `check` judges
/// the targets at a path of then.
///
/// # Errors
/// One line: git has no such revision, or the path is standard input.
pub(crate) fn compare(
    revision: &str,
    path: &Path,
    targets: &mut [Checked],
    check: impl Fn(&Path) -> Vec<Checked>,
) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        return Err(Failure::new(
            "-: standard input has no earlier revision; give a file or leave --against out",
        ));
    }
    let folder = folder_of(path);
    let then = tree::at(revision, folder)?;
    let place = then.folder();
    let path_then = if path.is_dir() {
        place.clone()
    } else {
        place.join(path.file_name().unwrap_or_default())
    };
    let old = if path_then.exists() {
        check(&path_then)
    } else {
        Vec::new()
    };
    for target in targets {
        let path_then = place.join(relative(&target.path, folder));
        let then = old.iter().find(|then| Path::new(&then.path) == path_then);
        target.against = Some(differences(revision, target, then));
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    if path.is_dir() {
        path
    } else {
        path.parent().unwrap_or(path)
    }
}

fn relative(path: &str, folder: &Path) -> PathBuf {
    let path = Path::new(path);
    path.strip_prefix(folder).unwrap_or(path).to_owned()
}

fn differences(revision: &str, now: &Checked, then: Option<&Checked>) -> Against {
    let of_then = then.map_or(&[][..], |then| &then.findings);
    Against {
        revision: revision.to_owned(),
        bill: then.and_then(|then| then.bill.clone().ok()),
        was_there: then.is_some(),
        new: only_in(&now.findings, of_then),
        gone: only_in(of_then, &now.findings),
    }
}

/// The findings of one judgement that the other has not: a rule's on the same
/// parameters, as bad.
fn only_in(these: &[Finding], others: &[Finding]) -> Vec<Finding> {
    let mut left: Vec<&Finding> = others.iter().collect();
    let mut new = Vec::new();
    for finding in these {
        let same = |other: &&Finding| {
            other.rule == finding.rule
                && other.severity == finding.severity
                && other.parameters == finding.parameters
        };
        match left.iter().position(same) {
            Some(at) => {
                left.remove(at);
            }
            None => new.push(finding.clone()),
        }
    }
    new
}
