//! A name that the series does not know: what to say, and whether it stops the
//! server.

use plimsoll_model::{Engine, ProblemKind};

use crate::catalogue::forks::{self, Build};
use crate::catalogue::{self, Argument, Parameter, Series};

use super::known::Known;
use super::name;
use super::occurrence::Occurrence;
use super::resolve::Resolver;
use super::say;

/// Says what is wrong with the name. Where the series was only assumed and
/// another one has the option, that one's option is taken.
pub(super) fn report(
    resolver: &mut Resolver,
    occurrence: &Occurrence,
    stem: &str,
    loose: bool,
) -> Option<Known> {
    let engine = resolver.series.engine();
    let folds = resolver.dialect.folds_case;
    let elsewhere =
        catalogue::lookup(engine, stem).filter(|parameter| folds || parameter.name == stem);
    match elsewhere {
        Some(parameter) if parameter.at(resolver.series).is_some() => {
            not_an_option(resolver, occurrence, parameter, loose);
            None
        }
        Some(parameter) => of_other_series(resolver, occurrence, parameter, loose),
        None => {
            let build = match engine {
                Engine::Mysql => forks::adding(stem),
                Engine::Mariadb | Engine::Postgresql => None,
            };
            match build {
                Some(build) => of_fork(resolver, occurrence, stem, build),
                None => nowhere(resolver, occurrence, stem, loose),
            }
            None
        }
    }
}

/// Whether that build runs this file is not known here; the end of the reading
/// decides.
fn of_fork(resolver: &mut Resolver, occurrence: &Occurrence, stem: &str, build: Build) {
    resolver.is_cluster |= build == Build::Cluster;
    let text = say::of_fork(&occurrence.text(), build);
    let kind = ProblemKind::ForkParameter;
    resolver.problem(occurrence, kind, Some(stem), false, text);
}

fn not_an_option(
    resolver: &mut Resolver,
    occurrence: &Occurrence,
    parameter: &Parameter,
    loose: bool,
) {
    let text = say::not_an_option(parameter.name, loose);
    let kind = ProblemKind::NotSettableHere;
    resolver.problem(occurrence, kind, Some(parameter.name), !loose, text);
}

fn of_other_series(
    resolver: &mut Resolver,
    occurrence: &Occurrence,
    parameter: &'static Parameter,
    loose: bool,
) -> Option<Known> {
    let own = resolver.series;
    let became = catalogue::renamed(own, parameter.name);
    let gone = parameter.until().is_some_and(|until| until < own);
    let kind = match (became, gone) {
        (Some(_), _) => ProblemKind::RenamedParameter,
        (None, true) => ProblemKind::RemovedParameter,
        (None, false) => ProblemKind::FutureParameter,
    };
    let text = say::of_other_series(parameter, became, own, resolver.told, loose);
    let fatal = resolver.told && !loose;
    resolver.problem(occurrence, kind, Some(parameter.name), fatal, text);
    if resolver.told {
        return None;
    }
    let span = parameter
        .spans
        .iter()
        .rev()
        .find(|span| span.argument != Argument::NotAnOption)?;
    Some(Known { parameter, span })
}

fn nowhere(resolver: &mut Resolver, occurrence: &Occurrence, stem: &str, loose: bool) {
    let series = resolver.series;
    let dialect = resolver.dialect;
    let known = |name: &str| name::exact(name, series, &dialect).is_some();
    let near = if let Some((name, _)) = stem.split_once([' ', '\t'])
        && known(name)
    {
        Some(say::Near::MissingEquals(name.to_owned()))
    } else if let Some(name) = stem.strip_prefix("__")
        && known(name)
    {
        Some(say::Near::Dashes(name.to_owned()))
    } else if known(&stem.to_ascii_lowercase()) {
        Some(say::Near::Case(stem.to_ascii_lowercase()))
    } else {
        guess(&mut resolver.guesses_left, stem, series)
    };
    let text = say::unknown(&occurrence.text(), near.as_ref(), series, loose);
    let kind = ProblemKind::UnknownParameter;
    // Where the sign is missing the value stands in the name, and is none of it.
    let written = stem.split([' ', '\t']).next();
    resolver.problem(occurrence, kind, written, !loose, text);
}

/// No option's name is longer.
const NAME_BYTES_MAX: usize = 80;

fn guess(left: &mut u32, stem: &str, series: Series) -> Option<say::Near> {
    if stem.len() > NAME_BYTES_MAX || *left == 0 {
        return None;
    }
    *left -= 1;
    let name = catalogue::did_you_mean(series, stem)?;
    Some(say::Near::Name(name.to_owned()))
}
