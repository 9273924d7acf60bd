//! `plimsoll explain RULE|PARAMETER|CAUSE`: one page.

use std::fmt::{self, Write as _};

use plimsoll_conf::catalogue::{self, Kind, Parameter, Series, Span, TakesEffect};
use plimsoll_conf::nearest;
use plimsoll_lint::Rule;
use plimsoll_lint::registry::{find, rules};
use plimsoll_model::{Bytes, Engine, Unit};
use plimsoll_report::{Page, text};

use crate::cli::Explain;
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;

/// Runs it.
pub(crate) fn run(arguments: &Explain) -> Result<Ended, Failure> {
    let subject = arguments.subject.trim();
    let pages = pages(subject);
    if pages.is_empty() {
        return Err(unknown(subject));
    }
    let shown: Vec<String> = pages
        .iter()
        .map(|page| text::page(page, output::palette()))
        .collect();
    output::result(&shown.join("\n"))?;
    Ok(Ended::Well)
}

fn pages(subject: &str) -> Vec<Page> {
    if let Some(rule) = find(subject) {
        let codes: Vec<&str> = rule.codes().collect();
        return vec![Page {
            title: format!("{} {}", codes.join(", "), rule.name),
            markdown: format!("{}\n\n{}", rule.standing(), rule.markdown()),
        }];
    }
    if let Some((class, markdown)) = plimsoll_diagnose::cause_page(subject) {
        return vec![Page {
            title: format!("{subject} (a cause: {})", class.as_str()),
            markdown,
        }];
    }
    let name = subject.to_ascii_lowercase().replace('-', "_");
    Engine::ALL
        .into_iter()
        .filter_map(|engine| catalogue::lookup(engine, &name))
        .map(page)
        .collect()
}

fn page(parameter: &'static Parameter) -> Page {
    let mut markdown = String::new();
    if let Some(about) = parameter.about {
        let _ = writeln!(markdown, "{about}\n");
    }
    for span in parameter.spans {
        let _ = writeln!(
            markdown,
            "## {}\n\n{}",
            series(parameter.engine, span),
            facts(span)
        );
    }
    if let Some(became) = parameter.became {
        let _ = writeln!(markdown, "Its place was taken by {became}.");
    }
    if let Some(page) = parameter.page {
        let _ = writeln!(markdown, "Manual: {page}");
    }
    Page {
        title: format!("{} ({})", parameter.name, parameter.engine.title()),
        markdown,
    }
}

fn series(engine: Engine, span: &Span) -> String {
    let name = |index: u8| {
        let mut all = Series::all(engine);
        all.nth(usize::from(index))
            .map_or(String::new(), |series| series.to_string())
    };
    let (first, last) = (name(span.first), name(span.last));
    if first == last {
        format!("{} {first}", engine.title())
    } else {
        format!("{} {first} to {last}", engine.title())
    }
}

fn facts(span: &Span) -> String {
    let default = match span.default {
        Some("") => "empty".to_owned(),
        Some(default) => sized(default, span.unit),
        None => "worked out by the server".to_owned(),
    };
    let effect = match span.context.takes_effect() {
        TakesEffect::Never => "it cannot be changed",
        TakesEffect::OnRestart => "with a restart",
        TakesEffect::OnReload => "with a reload",
        TakesEffect::InNewSessions => "with a reload, in new sessions",
        TakesEffect::BySetGlobal => "with SET GLOBAL, or a restart",
    };
    format!(
        "  value    {}\n  default  {default}\n  changes  {effect}\n",
        kind(&span.kind, span.unit)
    )
}

/// `128 MB (16384 × 8kB)`, where it is a size.
fn sized(number: &str, unit: Option<Unit>) -> String {
    let exact = with_unit(number, unit);
    let bytes = unit
        .and_then(Unit::bytes)
        .and_then(|unit| number.parse::<u64>().ok()?.checked_mul(unit));
    match bytes {
        Some(bytes) if Bytes(bytes).to_string() != exact => format!("{} ({exact})", Bytes(bytes)),
        Some(_) | None => exact,
    }
}

/// `4096 kB`, `16384 × 8kB`, `100`.
fn with_unit(number: impl fmt::Display, unit: Option<Unit>) -> String {
    match unit {
        None => number.to_string(),
        Some(Unit::Blocks8KB) => format!("{number} × 8kB"),
        Some(unit) => format!("{number} {}", unit.as_str()),
    }
}

fn kind(kind: &Kind, unit: Option<Unit>) -> String {
    match kind {
        Kind::Bool => "on or off".to_owned(),
        Kind::Integer { min, max, block } => {
            let steps = match block {
                1 => String::new(),
                block => format!(", in steps of {block}"),
            };
            format!("{min} to {}{steps}", with_unit(max, unit))
        }
        Kind::Real { min, max } => format!("{min} to {}, fractions too", with_unit(max, unit)),
        Kind::Enum { values, .. } => format!("one of {}", values.join(", ")),
        Kind::Set { values } => format!("some of {}", values.join(", ")),
        Kind::FlagSet { values } => format!("on or off for each of {}", values.join(", ")),
        Kind::Text => "text".to_owned(),
    }
}

fn unknown(subject: &str) -> Failure {
    let parameters = Engine::ALL.into_iter().flat_map(catalogue::parameters);
    let codes = rules().flat_map(Rule::codes);
    let names = parameters.map(|parameter| parameter.name).chain(codes);
    let meant =
        nearest(subject, names).map_or(String::new(), |name| format!(" (did you mean {name}?)"));
    Failure::new(format_args!(
        "{subject}: no rule and no parameter of this name{meant}; `plimsoll rules` lists the rules"
    ))
}
