//! Fixes of files that a tool writes: a change there would be lost, so they
//! are shown and never applied, with the place to change instead.

use plimsoll_conf::Writer;
use plimsoll_model::{Edit, Finding, Safety};

/// Makes every fix that would change what a tool writes one to be shown.
/// `writer_of` says who writes the line that an edit is about; `None`: a
/// person.
pub fn show_only(findings: &mut [Finding], writer_of: impl Fn(&Edit) -> Option<&'static Writer>) {
    for finding in findings {
        let Some(fix) = &mut finding.fix else {
            continue;
        };
        let written = |edit: &Edit| Some((edit.file.clone(), writer_of(edit)?));
        let Some((file, writer)) = fix.edits.iter().find_map(written) else {
            continue;
        };
        fix.safety = Safety::Display;
        let said = finding.message.trim_end_matches('.');
        finding.message = format!(
            "{said}. What stands in {file} is written by {}: change it {}.",
            writer.name, writer.instead
        );
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use plimsoll_conf::written_by;
    use plimsoll_model::{Confidence, Edit, Effect, Finding, Fix, Safety, Severity};

    use super::show_only;

    fn finding(files: &[&str]) -> Finding {
        let edit = |file: &&str| Edit {
            file: (*file).to_owned(),
            line: 1,
            parameter: "work_mem".to_owned(),
            from: "1GB".to_owned(),
            to: Some("4MB".to_owned()),
        };
        Finding {
            rule: "PG-TEST-001",
            name: "test",
            severity: Severity::Info,
            confidence: Confidence::High,
            message: "too large.".to_owned(),
            parameters: Vec::new(),
            evidence: Vec::new(),
            location: None,
            fix: Some(Fix {
                safety: Safety::Safe,
                effect: Effect::Reload,
                edits: files.iter().map(edit).collect(),
            }),
        }
    }

    #[test]
    fn one_file_of_a_tool_makes_the_whole_fix_one_to_be_shown() {
        let own = finding(&["postgresql.conf"]);
        let mixed = finding(&["postgresql.conf", "postgresql.auto.conf"]);
        let mut findings = [own.clone(), mixed];
        show_only(&mut findings, |edit| {
            written_by(Path::new(&edit.file), b"work_mem = 1GB\n", edit.line)
        });
        assert_eq!(findings[0], own);
        let shown = &findings[1];
        assert_eq!(
            shown.fix.as_ref().map(|fix| fix.safety),
            Some(Safety::Display)
        );
        assert_eq!(
            shown.message,
            "too large. What stands in postgresql.auto.conf is written by the server itself: change it with ALTER SYSTEM."
        );
    }
}
