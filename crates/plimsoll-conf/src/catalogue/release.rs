//! What is known of the releases: when a series came and ends, its newest
//! minor, which security fixes each minor brought.
//!
//! Facts of the day they were written down ([`Releases::as_of`]); a newer copy
//! can be read at run time. It reads no clock: whoever asks brings the day.

use std::borrow::Cow;
use std::fmt;

use plimsoll_model::{Engine, Version};
use serde::Deserialize;

use super::Series;

/// A day, as `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

/// How bad a hole is, by its CVSS rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CveSeverity {
    /// CVSS 0.1 to 3.9.
    Low,
    /// CVSS 4.0 to 6.9.
    Medium,
    /// CVSS 7.0 to 8.9.
    High,
    /// CVSS 9.0 and more.
    Critical,
}

/// A security hole and how bad it is, if known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cve {
    /// Its identifier (`CVE-2025-8714`).
    pub id: Cow<'static, str>,
    /// Its rating; `None`: not known here.
    pub severity: Option<CveSeverity>,
}

/// The security fixes of one minor release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixes {
    /// The first version with the fixes.
    pub version: Version,
    /// When it came, if known.
    pub on: Option<Date>,
    /// What it fixed, oldest identifier first.
    pub cves: Cow<'static, [Cve]>,
}

/// What is known of one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The engine.
    pub engine: Engine,
    /// The series' name (`16`, `10.11`).
    pub series: Cow<'static, str>,
    /// First general release.
    pub released: Date,
    /// Last day of the makers' support, if set.
    pub end_of_life: Option<Date>,
    /// Newest minor.
    pub newest: Version,
    /// When it came, if known.
    pub newest_on: Option<Date>,
    /// Numbers below the newest that were never released (`18.5`).
    pub skipped: Cow<'static, [Version]>,
    /// Minors with security fixes, oldest first.
    pub fixes: Cow<'static, [Fixes]>,
}

/// All that is known of releases, as of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Releases {
    /// The day the facts were written down.
    pub as_of: Date,
    /// One entry a series.
    pub releases: Cow<'static, [Release]>,
}

impl Date {
    /// Reads `2026-11-23`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        let sound = (1..=12).contains(&month) && (1..=31).contains(&day);
        (sound && parts.next().is_none()).then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Releases {
    /// Reads a newer copy (the shape of `catalogue/releases.toml`).
    ///
    /// # Errors
    /// One line: what is wrong, and in which release.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: ReleasesFile =
            toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let releases = file
            .release
            .iter()
            .map(|entry| {
                release(entry, &file.severity)
                    .map_err(|why| format!("{} {}: {why}", entry.engine, entry.series))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            as_of: date(&file.as_of)?,
            releases: releases.into(),
        })
    }

    /// What is known of `series`.
    pub fn of(&self, series: Series) -> Option<&Release> {
        let name = series.to_string();
        self.releases
            .iter()
            .find(|release| release.engine == series.engine() && release.series == name)
    }
}

impl Release {
    /// Whether the makers no longer support it on `day`; `None` when no end is
    /// set.
    pub fn ended(&self, day: Date) -> Option<bool> {
        self.end_of_life.map(|last| last < day)
    }

    /// How many released minors lie between `version` and the newest; `None`
    /// when `version` names no minor, or not one of this series.
    pub fn minors_behind(&self, version: &Version) -> Option<u16> {
        let (own, newest) = self.minors(version)?;
        let skipped = self.skipped.iter().filter(|skipped| *skipped > version);
        Some(
            newest
                .saturating_sub(own)
                .saturating_sub(skipped.count() as u16),
        )
    }

    /// The security fixes that `version` lacks; empty when it names no minor
    /// of this series.
    pub fn fixes_after(&self, version: &Version) -> impl Iterator<Item = &Fixes> {
        let known = self.minors(version).is_some();
        self.fixes
            .iter()
            .filter(move |fixes| known && fixes.version > *version)
    }

    /// The minor numbers of `version` and of the newest.
    fn minors(&self, version: &Version) -> Option<(u16, u16)> {
        if version.major != self.newest.major {
            return None;
        }
        match (self.newest.minor, self.newest.patch) {
            (Some(newest), None) => Some((version.minor?, newest)),
            (minor, Some(newest)) if minor == version.minor => Some((version.patch?, newest)),
            (_, Some(_)) | (None, None) => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleasesFile {
    as_of: String,
    #[serde(default)]
    severity: std::collections::BTreeMap<String, CveSeverity>,
    release: Vec<ReleaseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseEntry {
    engine: String,
    series: String,
    released: String,
    end_of_life: Option<String>,
    newest: String,
    newest_on: Option<String>,
    #[serde(default)]
    skipped: Vec<String>,
    #[serde(default)]
    fixes: Vec<FixesEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixesEntry {
    version: String,
    on: Option<String>,
    cves: Vec<String>,
}

type Severities = std::collections::BTreeMap<String, CveSeverity>;

fn release(entry: &ReleaseEntry, severities: &Severities) -> Result<Release, String> {
    let fixes = entry
        .fixes
        .iter()
        .map(|fixes| {
            let cves = fixes.cves.iter().map(|id| Cve {
                id: id.clone().into(),
                severity: severities.get(id).copied(),
            });
            Ok(Fixes {
                version: version(&fixes.version)?,
                on: fixes.on.as_deref().map(date).transpose()?,
                cves: cves.collect::<Vec<_>>().into(),
            })
        })
        .collect::<Result<Vec<_>, String>>()?;
    let skipped = entry.skipped.iter().map(|text| version(text));
    Ok(Release {
        engine: Engine::parse(&entry.engine)
            .ok_or_else(|| format!("no engine is called {}", entry.engine))?,
        series: entry.series.clone().into(),
        released: date(&entry.released)?,
        end_of_life: entry.end_of_life.as_deref().map(date).transpose()?,
        newest: version(&entry.newest)?,
        newest_on: entry.newest_on.as_deref().map(date).transpose()?,
        skipped: skipped.collect::<Result<Vec<_>, _>>()?.into(),
        fixes: fixes.into(),
    })
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| format!("`{text}` is no day (write 2026-11-23)"))
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| format!("`{text}` is no version"))
}
