//! History for people: servers a line each; one server's audits, findings and
//! changes.

use std::fmt::Write as _;

use plimsoll_model::Bytes;

use super::wrapped;
use crate::clean::clean;
use crate::closing::counted;
use crate::{Past, PastServer, Screen};

/// The servers that a history knows.
pub fn servers(servers: &[PastServer]) -> String {
    let width = servers
        .iter()
        .map(|it| it.name.chars().count())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for server in servers {
        let count = counted(
            usize::try_from(server.audits).unwrap_or(usize::MAX),
            "audit",
        );
        let last = server.last.as_deref().unwrap_or("never");
        let name = clean(&server.name);
        let _ = writeln!(
            out,
            "{name:width$}  {:10}  {count}, the last {last}",
            server.engine
        );
    }
    out
}

/// One server over time.
pub fn past(past: &Past, screen: Screen) -> String {
    let strong = |text: &str| screen.palette.strong(text);
    let mut out = format!("{}\n\n{}\n", strong(&clean(&past.name)), strong("Audits"));
    let size =
        |bytes: Option<u64>| bytes.map_or_else(|| "-".to_owned(), |it| Bytes(it).to_string());
    for audit in &past.audits {
        let sessions = audit
            .sessions
            .map_or_else(|| "-".to_owned(), |count| count.to_string());
        let _ = writeln!(
            out,
            "  {}  {}  {sessions:>5} sessions  likely {:>8}  measured {:>8}  {}",
            audit.at,
            clean(&audit.version),
            size(audit.likely_bytes),
            size(audit.measured_bytes),
            counted(
                usize::try_from(audit.findings).unwrap_or(usize::MAX),
                "finding"
            ),
        );
    }
    let _ = writeln!(out, "\n{}", strong("Findings"));
    for finding in &past.findings {
        let until = match &finding.gone_at {
            Some(gone) => format!("gone at {gone}"),
            None => format!("last seen {}", finding.last_seen),
        };
        let line = format!(
            "{}[{}] since {}, {until}: {}",
            finding.severity, finding.rule, finding.first_seen, finding.message
        );
        out.push_str(&wrapped(
            &clean(&line),
            "  ",
            screen.width.saturating_sub(2),
        ));
    }
    let _ = writeln!(out, "\n{}", strong("Settings that changed"));
    for change in &past.changes {
        let value = |side: &Option<String>| side.clone().unwrap_or_else(|| "not there".to_owned());
        let line = format!(
            "{}: {} → {}, between {} and {}",
            change.parameter,
            value(&change.from),
            value(&change.to),
            change.after,
            change.seen
        );
        out.push_str(&wrapped(
            &clean(&line),
            "  ",
            screen.width.saturating_sub(2),
        ));
    }
    out
}
