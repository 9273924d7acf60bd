//! A diagnosis for people: the cause with the lines that prove it, what else it
//! might be, the layers, the time line, what was read.

use std::fmt::Write as _;

use jiff::Timestamp;
use plimsoll_model::{
    Call, Cause, Draft, Incident, Known, LayerFinding, LayerVerdict, LogLine, LogRead,
};

use super::wrapped;
use crate::Screen;
use crate::clean::clean;

/// Lines of the time line that are shown; the first and the last of them.
const TIMELINE_MAX: usize = 40;

/// Causes that are shown besides the first.
const OTHERS_MAX: usize = 4;

/// What took a server down.
pub fn diagnosis(incident: &Incident, screen: Screen) -> String {
    let mut out = String::new();
    match incident.causes.split_first() {
        Some((first, others)) => {
            cause(&mut out, first, incident, screen);
            draft(&mut out, &incident.draft, screen);
            if let Some(told) = &incident.call {
                call(&mut out, told, screen);
            }
            possible(&mut out, others, screen);
        }
        None => out.push_str("Nothing stands out in what was read.\n"),
    }
    layers(&mut out, &incident.layers, screen);
    timeline(&mut out, &incident.timeline, screen);
    let _ = writeln!(out, "\n{}", screen.palette.strong("Read"));
    for read in &incident.read {
        file(&mut out, read, screen);
    }
    out
}

fn cause(out: &mut String, cause: &Cause, incident: &Incident, screen: Screen) {
    let head = format!("{}  {}", cause.name, percent(cause.score));
    let layer = cause.layer.map_or_else(
        || cause.class.as_str().to_owned(),
        |layer| {
            format!(
                "{}, to be mended in: {}",
                cause.class.as_str(),
                layer.as_str()
            )
        },
    );
    let _ = writeln!(out, "{}  ({layer})", screen.palette.strong(&head));
    paragraph(out, &cause.message, "  ", screen);
    if !cause.parameters.is_empty() {
        let _ = writeln!(out, "  parameters: {}", clean(&cause.parameters.join(", ")));
    }
    for line in &cause.evidence {
        if incident.read.iter().any(|read| read.file == line.file) {
            log_line(out, line, screen);
        } else {
            // Not a log's: a sum, which cut off would say nothing.
            let name = line.file.rsplit('/').next().unwrap_or(&line.file);
            let text = format!("{name}:{}  {}", line.line, line.text);
            paragraph(out, &text, "    ", screen);
        }
    }
    for against in &cause.against {
        paragraph(out, &format!("against it: {against}"), "  ", screen);
    }
}

/// The corrected values; where there are none, why.
fn draft(out: &mut String, draft: &Known<Draft>, screen: Screen) {
    let draft = match draft {
        Known::Known(draft, _) => draft,
        Known::Unknown(why) => {
            paragraph(out, &format!("no corrected values: {why}"), "  ", screen);
            return;
        }
    };
    let _ = writeln!(
        out,
        "\n{}",
        screen
            .palette
            .strong("Draft of a change (nothing was changed)")
    );
    for change in &draft.changes {
        let place = change.place.as_ref();
        let place = place.map_or_else(
            || "in no file given".to_owned(),
            |place| clean(&place.to_string()),
        );
        let _ = writeln!(
            out,
            "  {} {} → {}  ({place}; {})",
            clean(&change.parameter),
            clean(&change.from),
            clean(&change.to),
            change.effect.as_str()
        );
    }
    let line = match &draft.load_line_sessions {
        Known::Known(sessions, _) => format!("it would go under at {sessions} sessions"),
        Known::Unknown(why) => why.clone(),
    };
    paragraph(out, &format!("{}; {line}", draft.note), "  ", screen);
}

fn call(out: &mut String, call: &Call, screen: Screen) {
    let whom = match &call.contact {
        Known::Known(contact, _) => contact.clone(),
        Known::Unknown(why) => format!("not known; {why}"),
    };
    let _ = writeln!(out, "\n{}", screen.palette.strong("Call"));
    paragraph(
        out,
        &format!("{}: {whom}", call.layer.as_str()),
        "  ",
        screen,
    );
}

fn possible(out: &mut String, others: &[Cause], screen: Screen) {
    if others.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", screen.palette.strong("Also possible"));
    for cause in others.iter().take(OTHERS_MAX) {
        let text = format!(
            "{}  {}  ({}): {}",
            percent(cause.score),
            cause.name,
            cause.class.as_str(),
            cause.message
        );
        paragraph(out, &text, "  ", screen);
    }
}

fn layers(out: &mut String, layers: &[LayerFinding], screen: Screen) {
    const NAME_WIDTH: usize = 14;
    let _ = writeln!(out, "\n{}", screen.palette.strong("Layers"));
    for finding in layers {
        let verdict = format!("{:8}", finding.verdict.as_str());
        let verdict = match finding.verdict {
            LayerVerdict::Cleared => screen.palette.added(&verdict),
            LayerVerdict::Suspect => screen.palette.removed(&verdict),
            LayerVerdict::Unknown => screen.palette.faint(&verdict),
        };
        let name = finding.layer.as_str();
        let indent = " ".repeat(NAME_WIDTH + 12);
        let width = screen.width.saturating_sub(indent.len());
        let why = wrapped(&clean(&finding.why), &indent, width);
        let _ = write!(out, "  {name:NAME_WIDTH$}{verdict}  {}", why.trim_start());
    }
}

fn timeline(out: &mut String, lines: &[LogLine], screen: Screen) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", screen.palette.strong("Time line (UTC)"));
    let half = TIMELINE_MAX / 2;
    let cut = lines.len().saturating_sub(TIMELINE_MAX);
    for (index, line) in lines.iter().enumerate() {
        if cut > 0 && index == half {
            let _ = writeln!(out, "    … {cut} more");
        }
        if cut == 0 || index < half || index >= half + cut {
            log_line(out, line, screen);
        }
    }
}

fn log_line(out: &mut String, line: &LogLine, screen: Screen) {
    let at = line
        .at
        .map_or_else(String::new, |at| format!("{}  ", time(at)));
    // The whole path stands under what was read.
    let name = line.file.rsplit('/').next().unwrap_or(&line.file);
    let place = format!("{}:{}", clean(name), line.line);
    let text = format!("{at}{place}  {}", clean(&line.text));
    let width = screen.width.saturating_sub(4);
    let shown = match text.char_indices().nth(width) {
        Some((end, _)) if width > 1 => format!(
            "{}…",
            &text[..text[..end].floor_char_boundary(end.saturating_sub(1))]
        ),
        _ => text,
    };
    let _ = writeln!(out, "    {shown}");
}

fn file(out: &mut String, read: &LogRead, screen: Screen) {
    let format = read.format.unwrap_or("not recognised");
    let span = read.span.map_or_else(
        || "no times".to_owned(),
        |(from, to)| format!("{} to {}", time(from), time(to)),
    );
    let text = format!("{}: {format}, {} lines, {span}", read.file, read.lines);
    paragraph(out, &text, "  ", screen);
    for remark in &read.remarks {
        paragraph(out, remark, "    ", screen);
    }
}

fn paragraph(out: &mut String, text: &str, indent: &str, screen: Screen) {
    let width = screen.width.saturating_sub(indent.len());
    out.push_str(&wrapped(&clean(text), indent, width));
}

fn percent(score: f64) -> String {
    format!("{:.0} %", score * 100.0)
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
