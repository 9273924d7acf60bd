//! A case put to the rules, its fixes made ready to be shown or applied.

use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_conf::{line_for, written_by};
use plimsoll_lint::{Input, Judgement, judge, show_only};
use plimsoll_model::{Edit, MemoryBill, Refusal};

use crate::read::Case;

/// The bill and what the rules say. A new line's place is filled in, and what
/// would change a tool's file is only shown.
pub(crate) fn judged(case: &Case) -> (Result<MemoryBill, Refusal>, Judgement) {
    let bill = case.bill();
    let mut judgement = judge(&Input {
        config: &case.config,
        settings: &case.settings,
        facts: &case.facts,
        load: &case.load,
        load_problems: &case.load_problems,
        profile: case.profile,
        arrivals: case.arrivals,
        bill: bill.as_ref(),
    });
    let fixes = judgement.findings.iter_mut();
    let fixes = fixes.filter_map(|finding| finding.fix.as_mut());
    for edit in fixes.flat_map(|fix| &mut fix.edits) {
        place(edit, case);
    }
    show_only(&mut judgement.findings, |edit| {
        let path = resolved(Path::new(&edit.file));
        written_by(&path, case.bytes(&edit.file)?, edit.line)
    });
    (bill, judgement)
}

/// Fills in where a new line belongs.
pub(crate) fn place(edit: &mut Edit, case: &Case) {
    if let (0, Some(bytes)) = (edit.line, case.bytes(&edit.file)) {
        let config = &case.config;
        edit.line = line_for(config.engine, config.series, bytes, &edit.parameter);
    }
}

/// The file itself where the path is a link; the path where it cannot be told
/// (standard input).
pub(crate) fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
