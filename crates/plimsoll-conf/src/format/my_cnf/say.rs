//! The sentences: what is wrong with an option and what to do.

use plimsoll_model::{Engine, Unit, Value};

use crate::catalogue::forks::Build;
use crate::catalogue::{Kind, Parameter, Series};

use super::number::{BadNumber, Limited};
use super::occurrence::Source;
use super::show::display;
use super::value::Refused;

/// What an unknown name was probably meant to be.
pub(super) enum Near {
    Name(String),
    Case(String),
    MissingEquals(String),
    Dashes(String),
}

pub(super) fn ambiguous(name: &str, one: &str, other: &str) -> String {
    format!(
        "{name} is the beginning of several options ({one}, {other}): the server refuses to start; write the name in full"
    )
}

pub(super) fn abbreviated(name: &str, full: &str) -> String {
    format!(
        "{name} is short for {full}: the next release may have a second option that begins so; write it in full"
    )
}

pub(super) fn takes_no_value(name: &str) -> String {
    format!("{name} takes no value: the server refuses to start; write the name alone")
}

pub(super) fn needs_value(written: &str, name: &str) -> String {
    format!("{written} has no value: the server refuses to start; write {name} = …")
}

pub(super) fn adjusted(name: &str, limited: &Limited, kind: Kind, unit: Option<Unit>) -> String {
    let Limited { asked, given, .. } = *limited;
    let shown = |number: i128| display(&Value::Int(number), unit);
    let (asked, given) = (asked, shown(given));
    let why = match kind {
        Kind::Integer { min, .. } if asked < min => format!("below the least of {}", shown(min)),
        Kind::Integer { max, .. } if max != 0 && asked > max => {
            format!("above the most of {}", shown(max))
        }
        Kind::Integer { block, .. } => format!("no multiple of {block}"),
        _ => "not possible".to_owned(),
    };
    format!(
        "{name} = {} is {why}: the server takes {given}",
        shown(asked)
    )
}

pub(super) fn adjusted_real(name: &str, asked: f64, given: f64) -> String {
    format!("{name} = {asked} is out of range: the server takes {given}")
}

pub(super) fn taken_for_off(name: &str, value: &str) -> String {
    format!("{name} is a switch and '{value}' is neither ON nor OFF: the server takes it for OFF")
}

pub(super) fn passed_over(name: &str, value: &str) -> String {
    format!(
        "{name} is a switch and '{value}' is neither ON nor OFF: the server passes over the line"
    )
}

pub(super) fn refused(name: &str, value: &str, refused: &Refused, kind: Kind) -> String {
    let why = match refused {
        Refused::Number(BadNumber::Suffix(letter)) => format!(
            "'{letter}' is no suffix (K, M, G, T, P, E; whole numbers only, so 1536M and not 1.5G)"
        ),
        Refused::Number(BadNumber::Negative) => "it may not be negative".to_owned(),
        Refused::Number(BadNumber::TooLarge) => "the number does not fit into 64 bits".to_owned(),
        Refused::Number(BadNumber::Empty) | Refused::Empty => "the value is empty".to_owned(),
        Refused::Number(BadNumber::Decimal) => "it is no decimal number".to_owned(),
        Refused::SeveralWords => "it is the beginning of several words".to_owned(),
        Refused::Word | Refused::Words | Refused::Flags => match kind {
            Kind::Enum { values, .. } => format!("it is none of {}", values.join(", ")),
            Kind::Set { values } => {
                format!("only these may stand, with commas: {}", values.join(", "))
            }
            _ => "it takes name=on, name=off and name=default, with commas".to_owned(),
        },
    };
    format!("{name} = {value}: {why}; the server refuses to start")
}

pub(super) fn loose_and_wrong(why: &str, left: Option<&Value>) -> String {
    let why = why.trim_end_matches("; the server refuses to start");
    let with = match left {
        Some(Value::Text(_)) => "none of the words",
        Some(_) => "0, whatever its least is",
        None => "the value that it had",
    };
    format!("{why}; with loose- the server goes on, with {with}")
}

pub(super) fn without_plugin(why: &str) -> String {
    let why = why.trim_end_matches("; the server refuses to start");
    format!("{why}; with loose- the server goes on, without the plugin that the option is for")
}

pub(super) fn maximum(name: &str) -> String {
    format!(
        "maximum-{name} caps what sessions may set, and is no way to set the value: write {name} = …"
    )
}

pub(super) fn no_maximum(name: &str) -> String {
    format!("{name} has no maximum to set: the server refuses to start; write {name} = …")
}

pub(super) fn no_autoset(name: &str) -> String {
    format!("the server cannot choose {name} itself, so it refuses to start: remove autoset-")
}

pub(super) fn shadowed(
    name: &str,
    written: &str,
    by: &Source,
    engine: Engine,
    earlier: &Source,
) -> String {
    let place = by.place();
    let base =
        format!("{name} = {written} does not count: {place} sets it again and the last one wins");
    match (by, earlier) {
        (Source::Persisted(_), _) => {
            format!(
                "{name} = {written} does not count: SET PERSIST left another value in {place}, which beats files and arguments (RESET PERSIST {name} removes it)"
            )
        }
        (
            Source::File {
                folder: Some(one), ..
            },
            Source::File {
                folder: Some(other),
                ..
            },
        ) if one == other && engine == Engine::Mysql => {
            format!("{base}; MySQL promises no order of the files in a folder, so this may change")
        }
        _ => base,
    }
}

pub(super) fn not_an_option(name: &str, loose: bool) -> String {
    let effect = effect(loose);
    format!(
        "{name} is a variable that cannot be set at start, so the server does not know it as an option: {effect}; remove it"
    )
}

pub(super) fn of_other_series(
    parameter: &Parameter,
    became: Option<&Parameter>,
    own: Series,
    told: bool,
    loose: bool,
) -> String {
    let name = parameter.name;
    let title = own.engine().title();
    let instead = became.map_or_else(String::new, |new| {
        format!(", which has {} instead", new.name)
    });
    let until = parameter.until().filter(|until| *until < own);
    let where_known = match (until, parameter.since()) {
        (Some(until), _) => format!("{title} {until} was the last series with {name}{instead}"),
        (None, Some(since)) => format!("{name} comes with {title} {since}"),
        (None, None) => format!("no series of {title} knows {name}{instead}"),
    };
    if told {
        format!(
            "{title} {own} does not know {name} ({where_known}): {}",
            effect(loose)
        )
    } else {
        format!(
            "{where_known}: a server that does not know it refuses to start, and the version is not given"
        )
    }
}

pub(super) fn unknown(text: &str, near: Option<&Near>, series: Series, loose: bool) -> String {
    let title = series.engine().title();
    let hint = match near {
        Some(Near::Name(name)) => format!(" (did you mean {name}?)"),
        Some(Near::Case(name)) => format!(" (MySQL minds the case of names: {name})"),
        Some(Near::MissingEquals(name)) => {
            format!(" (between {name} and its value an = must stand)")
        }
        Some(Near::Dashes(name)) => {
            format!(" (in a file the name stands without dashes in front: {name})")
        }
        None => String::new(),
    };
    format!("no series of {title} knows {text}{hint}: {}", effect(loose))
}

/// A parameter of another build.
pub(super) fn of_fork(text: &str, build: Build) -> String {
    format!(
        "{text} is a parameter of {}; MySQL itself would refuse to start: say which it is with \
         --server-version (8.0.36-28)",
        build.title()
    )
}

fn effect(loose: bool) -> &'static str {
    if loose {
        "with loose- the server passes over it"
    } else {
        "the server refuses to start"
    }
}

/// A switch that only the word OFF turns off.
pub(super) fn off_by_word_alone(name: &str, value: &str) -> String {
    format!(
        "{name} = {value}: the server takes every value but OFF for ON, so it is on; write {name} = OFF"
    )
}
