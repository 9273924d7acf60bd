//! What is in force, one setting a line.

use std::fmt::Write as _;

use plimsoll_model::Origin;

use super::server;
use crate::clean::clean;
use crate::closing::counted;
use crate::{Palette, SettingsTarget};

/// All targets of one run.
pub fn settings(targets: &[SettingsTarget], palette: Palette) -> String {
    let mut out = String::new();
    for (index, target) in targets.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&one(target, palette));
    }
    out
}

fn one(target: &SettingsTarget, palette: Palette) -> String {
    let mut out = String::new();
    let title = format!("{}: {}", target.path, server(&target.config));
    let _ = writeln!(out, "{}", palette.strong(&title));
    let longest = |text: fn(&plimsoll_model::Setting) -> &str, most: usize| {
        let lengths = target
            .settings
            .iter()
            .map(|setting| text(setting).chars().count());
        lengths.max().unwrap_or(0).min(most)
    };
    let name_width = longest(|setting| &setting.name, 40);
    let value_width = longest(|setting| &setting.display, 32);
    for setting in &target.settings {
        let display = clean(&setting.display);
        let name = &setting.name;
        let mut origin = self::origin(&setting.origin);
        if let Some(of) = target.aliases.get(name) {
            let _ = write!(origin, ", another name of {of}");
        }
        let origin = palette.faint(&origin);
        let _ = writeln!(out, "{name:name_width$}  {display:value_width$}  {origin}");
        for shadowed in &setting.shadowed {
            let hides = format!("hides {} at {}", clean(&shadowed.text), shadowed.place);
            let _ = writeln!(out, "{:name_width$}    {}", "", palette.faint(&hides));
        }
    }
    for problem in &target.config.problems {
        let what = if problem.fatal { "fatal" } else { "problem" };
        let _ = writeln!(out, "{what} {}: {}", problem.place, clean(&problem.message));
    }
    let fatal = target
        .config
        .problems
        .iter()
        .filter(|problem| problem.fatal)
        .count();
    let _ = writeln!(
        out,
        "{}, {}, {fatal} of them fatal.",
        counted(target.settings.len(), "setting"),
        counted(target.config.problems.len(), "problem"),
    );
    out
}

/// Who set a value, in words.
pub fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::File(place) | Origin::Manifest(place) => place.to_string(),
        Origin::Auto(place) => format!("{place} (written by the server)"),
        Origin::Argument(text) => format!("argument {}", clean(text)),
        Origin::Operator(text) => format!("set by {}", clean(text)),
        Origin::Server => "the server".to_owned(),
    }
}
