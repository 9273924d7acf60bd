//! From the name on a line to the option that the server takes it for:
//! prefixes, dashes, case, abbreviations.
//!
//! Source: `handle_options` and `findopt` of both engines' `my_getopt`.

use crate::catalogue::{self, Argument, Parameter, Series};

use super::dialect::Dialect;
use super::known::{Known, Prefix, Prefixes};
use super::part::{Part, part_of};

/// The variables of a series that hold what another one holds: a pair of the
/// other name and the one it stands for. SHOW VARIABLES lists both.
pub(super) fn aliases(series: Series) -> Vec<(&'static str, &'static str)> {
    catalogue::parameters(series.engine())
        .iter()
        .filter_map(|alias| Some((alias.name, alias.alias_in(series)?)))
        .collect()
}

/// What one prefix says: `loose-` and `autoset-` are remembered wherever they
/// stand, the others count right before the name alone.
enum Says {
    Loose,
    Autoset,
    Value(Prefix),
}

/// What became of a name.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// One option; `abbreviated` when not written in full.
    One {
        known: Known,
        prefixes: Prefixes,
        abbreviated: bool,
    },
    /// The name fits several options.
    Several {
        one: &'static str,
        other: &'static str,
    },
    /// No option of this series.
    Unknown {
        prefixes: Prefixes,
        /// The name without its prefixes, folded.
        stem: String,
    },
}

enum Match {
    None,
    Exact(Known),
    Beginning(Known),
    Several(&'static str, &'static str),
}

/// Finds the option. The server parses its options in parts, and the first part
/// that knows the name, with or without prefixes, takes it.
pub(super) fn find(name: &str, series: Series, dialect: &Dialect) -> Found {
    let folded = fold(name, dialect);
    let [first, rest @ ..] = Part::ALL;
    let found = in_part(&folded, series, dialect, first);
    rest.into_iter().fold(found, |found, part| match found {
        Found::Unknown { .. } => in_part(&folded, series, dialect, part),
        Found::One { .. } | Found::Several { .. } => found,
    })
}

fn in_part(name: &str, series: Series, dialect: &Dialect, part: Part) -> Found {
    let mut stem = name;
    let mut prefixes = Prefixes::default();
    loop {
        let (known, abbreviated) = match lookup(stem, series, dialect, part) {
            Match::Exact(known) => (known, false),
            Match::Beginning(known) => (known, true),
            Match::Several(one, other) => return Found::Several { one, other },
            Match::None => {
                let Some((says, rest)) = prefix(stem, dialect) else {
                    return Found::Unknown {
                        prefixes,
                        stem: stem.to_owned(),
                    };
                };
                prefixes.last = None;
                match says {
                    Says::Loose => prefixes.loose = true,
                    Says::Autoset => prefixes.autoset = true,
                    Says::Value(prefix) => prefixes.last = Some(prefix),
                }
                stem = rest;
                continue;
            }
        };
        return Found::One {
            known,
            prefixes,
            abbreviated,
        };
    }
}

/// The name as the tables have it.
pub(super) fn fold(name: &str, dialect: &Dialect) -> String {
    let name = name.replace('-', "_");
    // "hot.key_buffer_size" sets the key cache "hot".
    if dialect.folds_case {
        name.to_ascii_lowercase()
    } else {
        name
    }
}

fn prefix<'a>(name: &'a str, dialect: &Dialect) -> Option<(Says, &'a str)> {
    let (word, rest) = name.split_once('_')?;
    let says = match word {
        "skip" | "disable" => Says::Value(Prefix::Off),
        "enable" => Says::Value(Prefix::On),
        "maximum" => Says::Value(Prefix::Maximum),
        "loose" => Says::Loose,
        "autoset" if dialect.autoset => Says::Autoset,
        _ => return None,
    };
    Some((says, rest))
}

fn lookup(name: &str, series: Series, dialect: &Dialect, part: Part) -> Match {
    match exact(name, series, dialect) {
        Some(known) if part_of(&known) == part => Match::Exact(known),
        _ if dialect.abbreviates => beginning(name, series, part),
        _ => Match::None,
    }
}

/// The option of just this name.
pub(super) fn exact(name: &str, series: Series, dialect: &Dialect) -> Option<Known> {
    let parameter = catalogue::lookup(series.engine(), name)?;
    if !dialect.folds_case && parameter.name != name {
        return None;
    }
    known(parameter, series)
}

fn known(parameter: &'static Parameter, series: Series) -> Option<Known> {
    let span = parameter.at(series)?;
    (span.argument != Argument::NotAnOption).then_some(Known { parameter, span })
}

fn beginning(name: &str, series: Series, part: Part) -> Match {
    let all = catalogue::parameters(series.engine());
    let head = |parameter: &Parameter| {
        let bytes = parameter.name.bytes().take(name.len());
        bytes
            .map(|byte| byte.to_ascii_lowercase())
            .cmp(name.bytes())
    };
    let start = all.partition_point(|parameter| head(parameter).is_lt());
    let mut found = all[start..]
        .iter()
        .take_while(|parameter| head(parameter).is_eq())
        .filter_map(|parameter| known(parameter, series))
        .filter(|known| part_of(known) == part);
    match (found.next(), found.next()) {
        (None, _) => Match::None,
        (Some(one), None) => Match::Beginning(one),
        // Each plugin is asked for itself, and the first one takes the name.
        (Some(one), Some(_)) if part == Part::OtherPlugin => Match::Beginning(one),
        (Some(one), Some(other)) => Match::Several(one.parameter.name, other.parameter.name),
    }
}
