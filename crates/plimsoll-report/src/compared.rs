//! A target beside an earlier revision, in words.

use plimsoll_model::{Bytes, Finding, LoadLine, Severity};

use crate::closing::counted;
use crate::{Against, Checked};

/// `against v1.2: load line 180 → 31 sessions; likely 1.20 GB → 3.40 GB; one
/// critical more (PG-MEM-001)`.
pub(crate) fn words(target: &Checked, against: &Against) -> String {
    let mut said = Vec::new();
    if against.was_there {
        said.extend(load_line(target, against));
        said.extend(likely(target, against));
    } else {
        said.push("it was not there".to_owned());
    }
    said.extend(changed(&against.new, "more"));
    said.extend(changed(&against.gone, "less"));
    if said.is_empty() {
        said.push("nothing changed".to_owned());
    }
    format!("Against {}: {}.", against.revision, said.join("; "))
}

fn load_line(target: &Checked, against: &Against) -> Option<String> {
    let then = &against.bill.as_ref()?.load_line;
    let now = &target.bill.as_ref().ok()?.load_line;
    let sessions = |line: &LoadLine| {
        let sessions = line.sessions.get();
        sessions.map_or_else(|| "none".to_owned(), ToString::to_string)
    };
    let (then, now) = (sessions(then), sessions(now));
    (then != now).then(|| format!("load line {then} → {now} sessions"))
}

fn likely(target: &Checked, against: &Against) -> Option<String> {
    let then = against.bill.as_ref()?.total.likely_bytes;
    let now = target.bill.as_ref().ok()?.total.likely_bytes;
    (then != now).then(|| format!("likely {} → {}", Bytes(then), Bytes(now)))
}

/// `one critical more (PG-MEM-001), 2 warnings more (…)`.
fn changed(findings: &[Finding], way: &str) -> Option<String> {
    let severities = [Severity::Critical, Severity::Warning, Severity::Info];
    let said = severities.into_iter().filter_map(|severity| {
        let of_it = findings.iter().filter(|it| it.severity == severity);
        let codes: Vec<&str> = of_it.map(|finding| finding.rule).collect();
        let count = match (severity, codes.len()) {
            (_, 0) => return None,
            (Severity::Critical, count) => format!("{count} critical"),
            (Severity::Warning | Severity::Info, count) => counted(count, severity.as_str()),
        };
        Some(format!("{count} {way} ({})", codes.join(", ")))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(", "))
}
