//! One name and value against the series that count: the version told, or
//! every one of the catalogue where it was not. Knows the catalogue, not the
//! files.

use plimsoll_model::{Engine, ProblemKind, Unit, Value, Version};

use super::minor::{Lateness, lateness};
use super::refusal::Refusal;
use super::value::{Typed, typed};
use crate::catalogue::{
    Context, Exactness, Parameter, Series, did_you_mean, lookup, renamed, resolve,
};

/// What `max_stack_depth` may be under the usual stack limit of 8 MB.
const STACK_KB: i128 = 7680;

/// The series that count, the one that gives the defaults first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidates {
    series: Vec<Series>,
    exactness: Exactness,
    /// The version told.
    version: Option<Version>,
}

/// What the server makes of a name and a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// A parameter of the server's own.
    Known {
        parameter: &'static str,
        unit: Option<Unit>,
        typed: Typed,
        /// Something to say although it is taken, by this series or another.
        note: Option<Refusal>,
    },
    /// A name with a dot: kept as text for an extension that may come.
    Placeholder { name: String, note: Option<Refusal> },
    /// No series that counts takes it.
    Refused {
        parameter: Option<&'static str>,
        refusal: Refusal,
    },
}

impl Candidates {
    /// Those for a version, or for none told.
    pub(super) fn of(version: Option<&Version>) -> Self {
        let newest = Series::newest(Engine::Postgresql);
        let (first, exactness) = match version {
            Some(version) => Series::nearest(Engine::Postgresql, version),
            None => (newest, Exactness::Nearest),
        };
        let mut series = vec![first];
        if exactness == Exactness::Nearest {
            let all = Series::all(Engine::Postgresql).rev();
            series.extend(all.filter(|other| *other != first));
        }
        Self {
            series,
            exactness,
            version: version.copied(),
        }
    }

    /// The series that gives the defaults.
    pub(super) fn first(&self) -> Series {
        self.series[0]
    }

    /// Every series that counts.
    pub(super) fn all(&self) -> &[Series] {
        &self.series
    }

    /// Whether the version told is in the catalogue.
    pub(super) fn is_exact(&self) -> bool {
        self.exactness == Exactness::Exact
    }

    /// The parameter that the first series which knows this name takes it for.
    pub(super) fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.series.iter().find_map(|series| core(*series, name))
    }

    /// Judges a name and a value.
    pub(super) fn judge(&self, name: &str, value: &[u8]) -> Verdict {
        let known = self.parameter(name).zip(self.version);
        let late = known.and_then(|(known, version)| lateness(known.name, version));
        match (late, self.by_series(name, value)) {
            (Some(Lateness::ToCome(refusal)), _) => Verdict::Refused {
                parameter: self.parameter(name).map(|known| known.name),
                refusal,
            },
            (
                Some(Lateness::Unsure(refusal)),
                Verdict::Known {
                    parameter,
                    unit,
                    typed,
                    note,
                },
            ) => Verdict::Known {
                parameter,
                unit,
                typed,
                note: note.or(Some(refusal)),
            },
            (_, verdict) => verdict,
        }
    }

    /// As the catalogue's series have it, whatever the minor.
    fn by_series(&self, name: &str, value: &[u8]) -> Verdict {
        let knows = |series: &Series| core(*series, name).map(|parameter| (*series, parameter));
        let known: Vec<_> = self.series.iter().filter_map(knows).collect();
        let Some((nearest, parameter)) = known.first().copied() else {
            return self.stranger(name, value);
        };
        let mut first_refusal = None;
        for (series, parameter) in known {
            let Some(row) = parameter.at(series) else {
                continue;
            };
            let outcome = if row.context == Context::Internal {
                Err(Refusal {
                    kind: ProblemKind::NotSettableHere,
                    why: "is shown by the server and cannot be set".to_owned(),
                })
            } else {
                typed(parameter, row, series, value)
            };
            match outcome {
                Ok(typed) => {
                    let foreign = (nearest != self.first())
                        .then(|| self.unknown_in_first(parameter, nearest));
                    let note = first_refusal.or(foreign);
                    let note = note.or_else(|| said(parameter.name, row.unit, value, &typed));
                    return Verdict::Known {
                        parameter: parameter.name,
                        unit: row.unit,
                        typed,
                        note,
                    };
                }
                Err(refusal) => first_refusal = first_refusal.or(Some(refusal)),
            }
        }
        Verdict::Refused {
            parameter: Some(parameter.name),
            refusal: first_refusal.unwrap_or_else(|| Refusal::bad("is not taken")),
        }
    }

    /// A name that no series that counts has as its own.
    fn stranger(&self, name: &str, value: &[u8]) -> Verdict {
        if is_placeholder(name) {
            return placeholder(self.first(), name, value);
        }
        let series = self.first();
        let (kind, why) = if let Some(now) = renamed(series, name) {
            let why = format!("goes by the name of {} in PostgreSQL {series}", now.name);
            (ProblemKind::RenamedParameter, why)
        } else if let Some(parameter) = lookup(Engine::Postgresql, name) {
            return Verdict::Refused {
                parameter: Some(parameter.name),
                refusal: gone_or_to_come(parameter, series),
            };
        } else {
            (ProblemKind::UnknownParameter, unknown(series, name))
        };
        Verdict::Refused {
            parameter: lookup(Engine::Postgresql, name).map(|known| known.name),
            refusal: Refusal { kind, why },
        }
    }

    /// What to say of a parameter that another series than the first knows.
    fn unknown_in_first(&self, parameter: &Parameter, known: Series) -> Refusal {
        let first = self.first();
        if let Some(now) = renamed(first, parameter.name) {
            return Refusal {
                kind: ProblemKind::RenamedParameter,
                why: format!(
                    "goes by the name of {} in PostgreSQL {first}; {known} still takes it",
                    now.name
                ),
            };
        }
        gone_or_to_come(parameter, first)
    }
}

/// The parameter of the server itself that goes by this name.
fn core(series: Series, name: &str) -> Option<&'static Parameter> {
    resolve(series, name).filter(|parameter| parameter.module.is_none())
}

fn gone_or_to_come(parameter: &Parameter, series: Series) -> Refusal {
    match (parameter.since(), parameter.until()) {
        (Some(since), _) if since > series => Refusal {
            kind: ProblemKind::FutureParameter,
            why: format!("is there since PostgreSQL {since}; {series} does not know it"),
        },
        (_, Some(until)) => Refusal {
            kind: ProblemKind::RemovedParameter,
            why: format!("went after PostgreSQL {until}; {series} does not know it"),
        },
        (_, None) => Refusal {
            kind: ProblemKind::RemovedParameter,
            why: format!("went before PostgreSQL 12; {series} does not know it"),
        },
    }
}

fn unknown(series: Series, name: &str) -> String {
    let meant = did_you_mean(series, name);
    let meant = meant.map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
    format!("is no parameter of PostgreSQL, and the server does not start with it{meant}")
}

/// Whether the server keeps a name for an extension: parts of letters, digits
/// and `$` with dots between, none of them empty or beginning with a digit.
fn is_placeholder(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80;
    let part = |part: &[u8]| {
        part.first().is_some_and(|first| letter(*first))
            && part
                .iter()
                .all(|b| letter(*b) || b.is_ascii_digit() || *b == b'$')
    };
    name.contains('.') && name.as_bytes().split(|byte| *byte == b'.').all(part)
}

fn placeholder(series: Series, name: &str, value: &[u8]) -> Verdict {
    let known = resolve(series, name).filter(|parameter| parameter.module.is_some());
    let row = known.and_then(|parameter| Some((parameter, parameter.at(series)?)));
    // The extension refuses it with a warning once it is loaded.
    let note = row.and_then(|(parameter, row)| typed(parameter, row, series, value).err());
    Verdict::Placeholder {
        name: known.map_or_else(|| name.to_ascii_lowercase(), |known| known.name.to_owned()),
        note,
    }
}

/// What to say of a value that is taken.
fn said(name: &str, unit: Option<Unit>, text: &[u8], typed: &Typed) -> Option<Refusal> {
    if name == "max_stack_depth" && matches!(typed.value, Value::Int(depth) if depth > STACK_KB) {
        return Some(Refusal {
            kind: ProblemKind::OutOfRange,
            why: format!(
                "is refused unless the machine's stack limit (ulimit -s) is above the usual \
                 8MB, which allows {STACK_KB}kB"
            ),
        });
    }
    if typed.adjusted && matches!(typed.value, Value::Int(_)) {
        return Some(Refusal {
            kind: ProblemKind::AdjustedValue,
            why: format!("is raised by the server to {}", typed.display),
        });
    }
    let bare = text.iter().all(u8::is_ascii_digit);
    let positive = matches!(typed.value, Value::Int(count) if count > 0);
    (unit == Some(Unit::Blocks8KB) && bare && positive).then(|| Refusal {
        kind: ProblemKind::MissingUnit,
        why: format!("counts blocks of 8 kB: it is {}", typed.display),
    })
}
