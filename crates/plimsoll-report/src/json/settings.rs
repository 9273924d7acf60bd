//! `plimsoll.settings/1`.

use std::collections::BTreeMap;

use plimsoll_model::{Origin, Place, Setting, Shadowed};
use serde::Serialize;

use super::{ProblemJson, Unknown, known, written};
use crate::SettingsTarget;

const SCHEMA: &str = "plimsoll.settings/1";

/// One target by itself, several under `targets`.
pub fn settings(targets: &[SettingsTarget], several: bool) -> String {
    match targets {
        [target] if !several => written(&OneJson {
            schema: SCHEMA,
            target: TargetJson::of(target),
        }),
        _ => written(&SeveralJson {
            schema: SCHEMA,
            targets: targets.iter().map(TargetJson::of).collect(),
        }),
    }
}

#[derive(Serialize)]
struct OneJson<'a> {
    schema: &'static str,
    #[serde(flatten)]
    target: TargetJson<'a>,
}

#[derive(Serialize)]
struct SeveralJson<'a> {
    schema: &'static str,
    targets: Vec<TargetJson<'a>>,
}

#[derive(Serialize)]
struct TargetJson<'a> {
    path: &'a str,
    engine: &'static str,
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_source: Option<&'a str>,
    settings: Vec<SettingJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown: Unknown,
}

impl<'a> TargetJson<'a> {
    fn of(target: &'a SettingsTarget) -> Self {
        let mut unknown = Unknown::new();
        let version = known(&target.config.version, "version", &mut unknown);
        let settings = target.settings.iter();
        Self {
            path: &target.path,
            engine: target.config.engine.as_str(),
            version: version.map(|version| version.to_string()),
            version_source: target.config.version.source(),
            settings: settings
                .map(|setting| SettingJson::of(setting, target))
                .collect(),
            problems: target.config.problems.iter().map(ProblemJson::of).collect(),
            unknown,
        }
    }
}

#[derive(Serialize)]
struct SettingJson<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias_of: Option<&'a str>,
    value: &'a str,
    unit: Option<&'static str>,
    bytes: Option<u64>,
    display: &'a str,
    origin: OriginJson<'a>,
    shadowed: Vec<ShadowedJson<'a>>,
}

impl<'a> SettingJson<'a> {
    fn of(setting: &'a Setting, target: &'a SettingsTarget) -> Self {
        Self {
            name: &setting.name,
            alias_of: target.aliases.get(&setting.name).map(String::as_str),
            value: &setting.value,
            unit: setting.unit.map(plimsoll_model::Unit::as_str),
            bytes: setting.bytes(),
            display: &setting.display,
            origin: OriginJson::of(&setting.origin),
            shadowed: setting.shadowed.iter().map(ShadowedJson::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct ShadowedJson<'a> {
    file: &'a str,
    line: u32,
    text: &'a str,
}

impl<'a> ShadowedJson<'a> {
    fn of(shadowed: &'a Shadowed) -> Self {
        Self {
            file: &shadowed.place.file,
            line: shadowed.place.line,
            text: &shadowed.text,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum OriginJson<'a> {
    Default,
    File { file: &'a str, line: u32 },
    Auto { file: &'a str, line: u32 },
    Argument { text: &'a str },
    Manifest { file: &'a str, line: u32 },
    Operator { text: &'a str },
    Server,
}

impl<'a> OriginJson<'a> {
    fn of(origin: &'a Origin) -> Self {
        match origin {
            Origin::Default => Self::Default,
            Origin::File(Place { file, line, .. }) => Self::File { file, line: *line },
            Origin::Auto(Place { file, line, .. }) => Self::Auto { file, line: *line },
            Origin::Argument(text) => Self::Argument { text },
            Origin::Manifest(Place { file, line, .. }) => Self::Manifest { file, line: *line },
            Origin::Operator(text) => Self::Operator { text },
            Origin::Server => Self::Server,
        }
    }
}
