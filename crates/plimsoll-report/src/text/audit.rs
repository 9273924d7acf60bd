//! A running server for people: findings and bill as of a file, then the memory
//! of the moment, what drifted, and what the server did not answer.

use std::fmt::Write as _;

use plimsoll_model::{Bytes, Drift, Gap, Known, Range};

use super::check::{ending, target};
use super::wrapped;
use crate::clean::clean;
use crate::{Audited, Now, Run, Screen};

/// All servers of one run. `run` is of the same servers, in the same order.
pub fn audit(servers: &[Audited], run: &Run<'_>, screen: Screen) -> String {
    let mut out = String::new();
    for server in servers {
        out.push_str(&target(&server.checked, screen));
        out.push_str(&now(&server.now, screen));
        out.push_str(&drift(&server.drift, screen));
        out.push_str(&gaps(&server.gaps, screen));
        for note in &server.notes {
            out.push_str(&wrapped(
                &format!("Note: {}.", clean(note)),
                "",
                screen.width,
            ));
        }
        out.push('\n');
    }
    if !servers.is_empty() {
        out.push_str(&ending(run, screen));
    }
    out
}

/// Predicted beside measured, and what other tools show of the same moment.
fn now(now: &Now, screen: Screen) -> String {
    let mut out = String::new();
    let heading = screen.palette.strong("Memory now");
    let active = now
        .active_sessions
        .map_or_else(String::new, |count| format!(", {count} of them active"));
    let sessions = now.sessions.map_or_else(String::new, |count| {
        format!(" with {count} sessions{active}")
    });
    let predicted = now.predicted.map(
        |Range {
             likely_bytes,
             high_bytes,
             ..
         }| {
            format!(
                "predicted {}, at most {}",
                Bytes(likely_bytes),
                Bytes(high_bytes)
            )
        },
    );
    let measured = match &now.measured_bytes {
        Known::Known(bytes, source) => format!("measured {} ({source})", Bytes(*bytes)),
        Known::Unknown(why) => format!("not measured: {why}"),
    };
    let error = now
        .error_percent()
        .map(|error| format!("; the prediction is {error:+.0} %"));
    let said: Vec<String> = predicted.into_iter().chain([measured]).collect();
    let line = format!(
        "{heading}{sessions}: {}{}.",
        said.join("; "),
        error.unwrap_or_default()
    );
    out.push_str(&wrapped(&clean(&line), "", screen.width));
    for elsewhere in &now.elsewhere {
        let (tool, why) = (elsewhere.tool, elsewhere.why);
        let line = format!("{tool} shows {}: {why}.", Bytes(elsewhere.bytes));
        out.push_str(
            &screen
                .palette
                .faint(&wrapped(&line, "  ", screen.width.saturating_sub(2))),
        );
    }
    out
}

fn drift(drift: &[Drift], screen: Screen) -> String {
    if drift.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", screen.palette.strong("Drift"));
    for one in drift {
        let other = one.other.as_deref().unwrap_or("not known");
        let mut line = format!(
            "{}: {} in force, {other} in {} ({})",
            one.parameter,
            one.in_force,
            one.other_source,
            one.kind.as_str()
        );
        if let Some(since) = &one.since {
            let _ = write!(line, ", since {since}");
        }
        if let Some(by) = &one.by {
            let _ = write!(line, ", by {by}");
        }
        out.push_str(&wrapped(
            &clean(&line),
            "  ",
            screen.width.saturating_sub(2),
        ));
    }
    out
}

fn gaps(gaps: &[Gap], screen: Screen) -> String {
    if gaps.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", screen.palette.strong("Not answered"));
    for gap in gaps {
        let grant = gap
            .grant
            .as_deref()
            .map_or_else(String::new, |it| format!("; {it}"));
        let line = format!("{}: {}{grant}", gap.what, gap.why);
        out.push_str(&wrapped(
            &clean(&line),
            "  ",
            screen.width.saturating_sub(2),
        ));
    }
    out
}
