//! One finding as compilers show theirs: the message, the line of the user's
//! own file with the words it is about, what it rests on, and the change that
//! would mend it.

use std::borrow::Cow;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Origin, Patch, Snippet,
};
use plimsoll_model::{Edit, Effect, Finding, Fix, Place, Safety, Severity};

use super::wrapped;
use crate::clean::{clean, clean_marked};
use crate::span::{change as change_of, edited, marked, without_comment};
use crate::{Checked, Screen};

/// Columns that a name, a code and a frame take at the least beside a text.
const BESIDE: usize = 8;

/// A finding, several lines.
pub(super) fn finding(finding: &Finding, target: &Checked, screen: Screen) -> String {
    let mut groups = vec![what(finding, target, screen)];
    if let Some(fix) = &finding.fix {
        groups.push(change(fix, target, screen));
    }
    let mut shown = screen.renderer().render(&groups);
    shown.push('\n');
    shown
}

fn what<'a>(finding: &Finding, target: &Checked, screen: Screen) -> Group<'a> {
    let severity = finding.severity.as_str();
    let level = match finding.severity {
        Severity::Critical => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    // The message stands behind `severity[CODE]: `, its other lines under it.
    let beside = severity.len() + finding.rule.len() + "[]: ".len();
    let title = broken(&finding.message, beside, screen);
    let title = level.with_name(severity).primary_title(title);
    let mut group = Group::with_title(title.id(finding.rule));
    if let Some(place) = &finding.location {
        group = match target.quote(&place.file, place.line) {
            Some(line) => group.element(line_of(finding, place, line)),
            None => group.element(origin(place)),
        };
    }
    let evidence = finding.evidence.iter().map(|evidence| {
        let what = clean(&evidence.what);
        let text = format!("{} ({})", evidence.value, nearby(&evidence.source, finding));
        let text = broken(&text, what.len() + BESIDE, screen);
        said(what, text)
    });
    group.elements(evidence)
}

/// A source as it has to be named beside the finding: of a line in the same
/// file its number is enough.
fn nearby<'s>(source: &'s str, finding: &Finding) -> Cow<'s, str> {
    let place = finding.location.as_ref();
    let line = place
        .and_then(|place| source.strip_prefix(place.file.as_str())?.strip_prefix(':'))
        .filter(|line| line.bytes().all(|byte| byte.is_ascii_digit()));
    line.map_or(Cow::Borrowed(source), |line| {
        Cow::Owned(format!("line {line}"))
    })
}

/// The line of the file, the value marked that a fix would change, else the
/// assignment.
fn line_of<'a>(finding: &Finding, place: &Place, line: &str) -> Snippet<'a, Annotation<'a>> {
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let part = edits
        .filter(|edit| edit.file == place.file && edit.line == place.line && edit.to.is_some())
        .find_map(|edit| edited(line, edit))
        .unwrap_or_else(|| marked(line, place));
    let (line, part) = clean_marked(line, part);
    snippet(line, &place.file, place.line).annotation(AnnotationKind::Primary.span(part))
}

fn origin<'a>(place: &Place) -> Origin<'a> {
    Origin::path(clean(&place.file)).line(place.line as usize)
}

fn snippet<'a, T: Clone>(line: String, file: &str, number: u32) -> Snippet<'a, T> {
    Snippet::source(line)
        .line_start(number as usize)
        .path(clean(file))
}

/// What a fix changes: a diff of each line where its value stands as it was
/// read, else in words.
fn change<'a>(fix: &Fix, target: &Checked, screen: Screen) -> Group<'a> {
    let title = broken(&about(fix), "help: ".len(), screen);
    let mut group = Group::with_title(Level::HELP.secondary_title(title));
    for edit in &fix.edits {
        group = match diff(edit, target, screen) {
            Some(diff) => group.element(diff),
            None => group.element(said(
                "change",
                broken(&in_words(edit), "change".len() + BESIDE, screen),
            )),
        };
    }
    group
}

fn diff<'a>(edit: &Edit, target: &Checked, screen: Screen) -> Option<Snippet<'a, Patch<'a>>> {
    let line = without_comment(target.quote(&edit.file, edit.line)?);
    let (part, new) = change_of(line, edit)?;
    if line.chars().count() + BESIDE > screen.width {
        return None;
    }
    let (line, part) = clean_marked(line, part);
    let patch = Patch::new(part, clean(new));
    Some(snippet(line, &edit.file, edit.line).patch(patch))
}

fn in_words(edit: &Edit) -> String {
    let (place, name) = (format!("{}:{}", edit.file, edit.line), &edit.parameter);
    match &edit.to {
        Some(to) => format!("{place}: {name} from {} to {to}", edit.from),
        None => format!("{place}: {name} made a comment"),
    }
}

fn about(fix: &Fix) -> String {
    let effect = match fix.effect {
        Effect::Reload => "comes into force with a reload",
        Effect::Restart => "needs a restart",
    };
    match fix.safety {
        Safety::Safe => format!("this would mend it; it {effect}"),
        Safety::Unsafe => format!("this would mend it, and is a trade-off; it {effect}"),
        Safety::Display => format!("this would mend it, but not here by Plimsoll; it {effect}"),
    }
}

/// `= name: text`.
fn said<'a>(name: impl Into<String>, text: String) -> Message<'a> {
    Level::NOTE.with_name(name.into()).message(text)
}

/// A stranger's text in lines that fit beside what stands in front of them.
fn broken(text: &str, beside: usize, screen: Screen) -> String {
    let width = screen.width.saturating_sub(beside).max(screen.width / 2);
    wrapped(&clean(text), "", width).trim_end().to_owned()
}

#[cfg(test)]
mod tests;
