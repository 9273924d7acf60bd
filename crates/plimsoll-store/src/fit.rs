//! What fits into a store: limits on what a server may have said, the same for
//! both kinds of store, so that neither meets one of its own half way.

use std::collections::BTreeSet;

use crate::{
    Audit, Baseline, Fault, Finding, Happening, SERIES_BYTES_MAX, SERIES_MAX, Setting, Slice,
    Target,
};

/// Settings of one audit or baseline. PostgreSQL 18 has under 400, MySQL 9 under 700.
pub const SETTINGS_MAX: usize = 10_000;
/// Findings of one audit.
pub const FINDINGS_MAX: usize = 10_000;
/// Stretches of one series that are kept at once: two hours.
pub const SLICE_POINTS_MAX: usize = 720;
/// Bytes of a name that is looked up: an index of PostgreSQL takes 2,704 for a whole entry.
pub const NAME_BYTES_MAX: usize = 800;
/// Bytes of any other text.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

pub(crate) fn audit(audit: &Audit) -> Result<(), Fault> {
    target(&audit.target)?;
    text("the version", &audit.version)?;
    settings(&audit.settings)?;
    if audit.settings.is_empty() {
        return Err(Fault::Unfit(
            "the audit has no settings: a server that told none was not audited".to_owned(),
        ));
    }
    findings(&audit.findings)
}

pub(crate) fn target(target: &Target) -> Result<(), Fault> {
    name("a server's key", &target.key)?;
    text("a server's name", &target.name)?;
    text("an engine", &target.engine)
}

pub(crate) fn baseline(baseline: &Baseline) -> Result<(), Fault> {
    name("a baseline's name", &baseline.name)?;
    text("who set a baseline", &baseline.by)?;
    text("a baseline's reason", &baseline.reason)?;
    settings(&baseline.settings)
}

pub(crate) fn slices(slices: &[Slice]) -> Result<(), Fault> {
    count("series", slices.len(), SERIES_MAX)?;
    for slice in slices {
        self::slice(slice)?;
    }
    once(slices.iter().map(|slice| slice.series.as_str()))
}

impl Slice {
    /// Whether a store takes it, beside others of other names.
    ///
    /// # Errors
    /// [`Fault::Unfit`], with what no store takes of it.
    pub fn check(&self) -> Result<(), Fault> {
        slice(self)
    }
}

pub(crate) fn slice(slice: &Slice) -> Result<(), Fault> {
    name("a series' name", &slice.series)?;
    size("a series' name", &slice.series, SERIES_BYTES_MAX)?;
    count(
        "stretches of a series",
        slice.points.len(),
        SLICE_POINTS_MAX,
    )?;
    for point in &slice.points {
        let figures = [point.min, point.mean, point.max];
        let is_whole = figures.iter().all(|figure| figure.is_finite()) && figures.is_sorted();
        if !is_whole || point.at % 10 != 0 {
            return Err(Fault::Unfit(format!(
                "`{}` has a stretch that is none: {point:?}",
                slice.series
            )));
        }
    }
    Ok(())
}

impl Happening {
    /// Whether a store takes it.
    ///
    /// # Errors
    /// [`Fault::Unfit`], with what no store takes of it.
    pub fn check(&self) -> Result<(), Fault> {
        happening(self)
    }
}

pub(crate) fn happening(event: &Happening) -> Result<(), Fault> {
    name("an event's kind", &event.kind)?;
    text("an event's message", &event.message)?;
    text("who did something", event.actor.as_deref().unwrap_or(""))?;
    text(
        "an event's reference",
        event.reference.as_deref().unwrap_or(""),
    )
}

fn settings(settings: &[Setting]) -> Result<(), Fault> {
    count("settings", settings.len(), SETTINGS_MAX)?;
    for setting in settings {
        name("a setting's name", &setting.name)?;
        text(&setting.name, &setting.value)?;
        text("a setting's source", &setting.source)?;
        text("a setting's file", setting.file.as_deref().unwrap_or(""))?;
    }
    once(settings.iter().map(|setting| setting.name.as_str()))
}

fn findings(findings: &[Finding]) -> Result<(), Fault> {
    count("findings", findings.len(), FINDINGS_MAX)?;
    for finding in findings {
        name("a fingerprint", &finding.fingerprint)?;
        text("a rule's code", &finding.rule)?;
        text("a fault's name", &finding.name)?;
        text("a severity", &finding.severity)?;
        text("a message", &finding.message)?;
    }
    once(findings.iter().map(|finding| finding.fingerprint.as_str()))
}

fn count(what: &str, count: usize, max: usize) -> Result<(), Fault> {
    if count <= max {
        return Ok(());
    }
    Err(Fault::Unfit(format!(
        "{count} {what}, and at most {max} are kept"
    )))
}

/// Names are looked up, so that none may be empty or say the same twice.
fn name(what: &str, name: &str) -> Result<(), Fault> {
    if name.is_empty() {
        return Err(Fault::Unfit(format!("{what} is empty")));
    }
    size(what, name, NAME_BYTES_MAX)
}

fn text(what: &str, text: &str) -> Result<(), Fault> {
    size(what, text, TEXT_BYTES_MAX)
}

fn size(what: &str, text: &str, max: usize) -> Result<(), Fault> {
    if text.contains('\0') {
        // PostgreSQL has no text with one.
        return Err(Fault::Unfit(format!("{what} has a character of code 0")));
    }
    if text.len() <= max {
        return Ok(());
    }
    Err(Fault::Unfit(format!(
        "{what} has {} bytes, and at most {max} are kept",
        text.len()
    )))
}

fn once<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Fault::Unfit(format!("`{name}` is there twice")));
        }
    }
    Ok(())
}
