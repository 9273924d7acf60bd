//! One option of an option file written anew: its value in its quotes, a bare
//! name given an `=`, a name that is itself the value (`skip-log-bin`)
//! replaced.

use std::sync::Arc;

use plimsoll_model::Edit;

use super::dialect::Dialect;
use super::document::{Document, Kind, Line, unescape};
use super::groups;
use super::known::{Prefix, Prefixes};
use super::name::{self, Found};
use crate::catalogue::Series;
use crate::edit::{self, Span, apply};
use crate::line::{added, commented_out, is_commented_out, line_ending};
use crate::unwritable::Unwritable;

/// Groups of the server alone, in the order in which a new line is put there.
/// Others are read by clients too, or by one version only.
const HOMES: [&str; 4] = ["mysqld", "mariadbd", "mariadb", "server"];

/// What to change in the file so that it says what an edit asks for.
pub(crate) fn rewrite(bytes: &[u8], series: Series, edit: &Edit) -> Result<edit::Edit, Unwritable> {
    let file = File::read(bytes.into(), series);
    let change = match (file.set_at(edit.line, &edit.parameter), &edit.to) {
        // Whatever stands behind the mark is a comment then.
        (Some(option), None) => return Ok(commented_out(option.line.start)),
        (Some(option), Some(to)) => file.replaced(&option, edit, to)?,
        (None, Some(to)) if edit.from.is_empty() => file.with_line(edit, to)?,
        (None, _) => return Err(Unwritable::NotThere),
    };
    let after = apply(bytes, std::slice::from_ref(&change));
    let after = File::read(after.into(), series);
    let added = bytes[..change.span.start].iter().chain(&change.bytes);
    let newlines = added.filter(|byte| **byte == b'\n').count();
    let at = match file.set_at(edit.line, &edit.parameter) {
        Some(_) => edit.line,
        None => u32::try_from(newlines).unwrap_or(u32::MAX),
    };
    if after.reads(at, edit) {
        Ok(change)
    } else {
        Err(Unwritable::NotSayable)
    }
}

/// What a line sets an option to.
pub(crate) fn value_at(
    bytes: &[u8],
    series: Series,
    line: u32,
    parameter: &str,
) -> Option<Vec<u8>> {
    let file = File::read(bytes.into(), series);
    let value = file.set_at(line, parameter)?.value?;
    Some(unescape(file.document.slice(value)))
}

/// Behind the option's commented-out default in a group of the server alone,
/// else behind the last option of such a group, else behind the last line.
pub(crate) fn line_for(bytes: &[u8], series: Series, parameter: &str) -> u32 {
    let file = File::read(bytes.into(), series);
    let lines = file.document.lines();
    let last = lines.last().map_or(0, |line| line.number);
    let mut home: Option<(usize, u32)> = None;
    let mut commented = None;
    let mut here = None;
    for line in lines {
        match &line.kind {
            Kind::Group(name) => {
                let name = file.document.text(*name);
                here = HOMES.iter().position(|home| *home == name);
            }
            Kind::Quiet if is_commented_out(file.document.slice(line.span), parameter) => {
                commented = here.map(|_| line.number).or(commented);
            }
            _ => {}
        }
        let settles = matches!(line.kind, Kind::Group(_) | Kind::Option { .. });
        if let Some(rank) = here.filter(|_| settles)
            && home.is_none_or(|(best, _)| rank <= best)
        {
            home = Some((rank, line.number));
        }
    }
    commented.or(home.map(|(_, number)| number)).unwrap_or(last)
}

/// An option's line, taken apart.
struct Written {
    line: Span,
    name: Span,
    value: Option<Span>,
    prefixes: Prefixes,
}

/// A file and the series that reads it.
struct File {
    document: Document,
    dialect: Dialect,
    series: Series,
    bytes: Arc<[u8]>,
}

impl File {
    fn read(bytes: Arc<[u8]>, series: Series) -> Self {
        let dialect = Dialect::of(series.engine(), series.version());
        Self {
            document: Document::parse(bytes.clone(), &dialect),
            dialect,
            series,
            bytes,
        }
    }

    /// The option on a line, if it sets this parameter.
    fn set_at(&self, number: u32, parameter: &str) -> Option<Written> {
        let lines = self.document.lines().iter();
        let mut lines = lines.filter(|line| line.number == number);
        lines.find_map(|line| {
            let Kind::Option { name, value } = line.kind else {
                return None;
            };
            let prefixes = self.names(&self.document.text(name), parameter)?;
            Some(Written {
                line: line.span,
                name,
                value,
                prefixes,
            })
        })
    }

    /// The prefixes under which a name stands for the parameter; `None` where
    /// it stands for another.
    fn names(&self, name: &str, parameter: &str) -> Option<Prefixes> {
        let (found, prefixes) = match name::find(name, self.series, &self.dialect) {
            Found::One {
                known, prefixes, ..
            } => {
                let own = known.parameter.name == parameter;
                (own || known.variable(self.series) == parameter, prefixes)
            }
            Found::Unknown { prefixes, stem } => (stem == parameter, prefixes),
            Found::Several { .. } => return None,
        };
        found.then_some(prefixes)
    }

    fn replaced(&self, option: &Written, edit: &Edit, to: &str) -> Result<edit::Edit, Unwritable> {
        match (option.prefixes.last, option.prefixes.autoset) {
            (None, false) => {}
            (Some(Prefix::Maximum), _) => return Err(Unwritable::NotSayable),
            (Some(Prefix::Off | Prefix::On), _) | (None, true) => {
                let loose = if option.prefixes.loose { "loose_" } else { "" };
                let end = option.value.map_or(option.name.end, |value| value.end);
                let text = format!("{loose}{}", edit.parameter);
                let value = written(to, None);
                return Ok(edit::Edit {
                    span: Span::new(option.name.start, end),
                    bytes: [text.as_bytes(), self.equals(), &value].concat(),
                });
            }
        }
        Ok(match option.value {
            Some(value) if value.start < value.end => edit::Edit {
                span: value,
                bytes: written(to, quote_of(self.document.slice(value))),
            },
            Some(_) => self.filled(option.name, to),
            None => edit::Edit {
                span: Span::new(option.name.end, option.name.end),
                bytes: [self.equals(), &written(to, None)].concat(),
            },
        })
    }

    /// A value behind an `=` that has none, before whatever stands there.
    fn filled(&self, name: Span, to: &str) -> edit::Edit {
        let behind = self.bytes.get(name.end..).unwrap_or_default();
        let blanks = behind.iter().take_while(|byte| **byte != b'=').count();
        let at = name.end + blanks + 1;
        let blank: &[u8] = if blanks > 0 { b" " } else { b"" };
        edit::Edit {
            span: Span::new(at, at),
            bytes: [blank, &written(to, None)].concat(),
        }
    }

    /// A new line, in a group that the server reads; at the end of the file it
    /// gets one where there is none.
    fn with_line(&self, edit: &Edit, to: &str) -> Result<edit::Edit, Unwritable> {
        if name::exact(&edit.parameter, self.series, &self.dialect).is_none() {
            return Err(Unwritable::NoOption);
        }
        let lines = self.document.lines();
        let upto: Vec<&Line> = lines
            .iter()
            .take_while(|line| line.number <= edit.line)
            .collect();
        let end = upto.last().map_or(0, |line| line.span.end);
        let group = upto.iter().rev().find_map(|line| match &line.kind {
            Kind::Group(name) => Some(self.document.text(*name)),
            _ => None,
        });
        let read = self.dialect.groups(None, None);
        let home = group.is_some_and(|name| groups::reads(&read, &name));
        if !home && upto.len() < lines.len() {
            return Err(Unwritable::NoGroup);
        }
        let value = written(to, None);
        let ending = line_ending(&self.bytes);
        let group: &[&[u8]] = if home { &[] } else { &[b"[mysqld]", ending] };
        let option: &[&[u8]] = &[edit.parameter.as_bytes(), self.equals(), &value];
        Ok(added(&self.bytes, end, &[group, option].concat().concat()))
    }

    /// How the file's options are written.
    fn equals(&self) -> &'static [u8] {
        let tight = self.document.lines().iter().find_map(|line| {
            let Kind::Option {
                name,
                value: Some(_),
            } = line.kind
            else {
                return None;
            };
            Some(self.bytes.get(name.end) == Some(&b'='))
        });
        if tight == Some(true) { b"=" } else { b" = " }
    }

    fn reads(&self, number: u32, edit: &Edit) -> bool {
        let option = self.set_at(number, &edit.parameter);
        let value = option.and_then(|option| option.value);
        value
            .zip(edit.to.as_ref())
            .is_some_and(|(value, to)| unescape(self.document.slice(value)) == to.as_bytes())
    }
}

/// The quote that a value stands in.
fn quote_of(raw: &[u8]) -> Option<u8> {
    match raw {
        [first @ (b'"' | b'\''), .., last] if first == last => Some(*first),
        _ => None,
    }
}

/// A value so that the server reads it back: bare where it may be, else in
/// the quotes that the old one stood in.
fn written(value: &str, quote: Option<u8>) -> Vec<u8> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'\'' | b'"' | b'\\');
    let bare = !value.is_empty() && value.bytes().all(plain);
    if bare && quote.is_none() {
        return value.as_bytes().to_vec();
    }
    let quote = quote.unwrap_or(b'"');
    let mut text = vec![quote];
    for byte in value.bytes() {
        match byte {
            b'\n' => text.extend(b"\\n"),
            b'\t' => text.extend(b"\\t"),
            b'\r' => text.extend(b"\\r"),
            b'\\' => text.extend(b"\\\\"),
            other if other == quote => text.extend([b'\\', other]),
            other => text.push(other),
        }
    }
    text.push(quote);
    text
}
