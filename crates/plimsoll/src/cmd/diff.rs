//! `plimsoll diff A B`: two of a file, a folder, a parameter group, a running
//! server and a server's stored baseline: what differs, typed, and what it does to
//! the bill.

use std::path::Path;

use plimsoll_conf::catalogue::{Context, Series, lookup};
use plimsoll_conf::running::with_agreed;
use plimsoll_conf::{differences, shown};
use plimsoll_model::{Origin, Setting};
use plimsoll_report::{Differs, Side, Sides, json, text};

use crate::audit;
use crate::audit::keeper::Keeper;
use crate::cli::{Diff, TextOrJson};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;
use crate::read::{Asked, Case, cases};
use crate::typed::ServerVersion;

/// Runs it. As `diff` does: two that differ end with 1.
pub(crate) fn run(arguments: &Diff) -> Result<Ended, Failure> {
    let (one, other) = pair(arguments)?;
    if one.config.engine != other.config.engine {
        return Err(Failure::new(format_args!(
            "{} is of {} and {} of {}: two engines have no parameter in common",
            one.path,
            one.config.engine.title(),
            other.path,
            other.config.engine.title()
        )));
    }
    let sides = Sides {
        differences: differing(&one, &other),
        one: told(&one),
        other: told(&other),
    };
    output::result(&match arguments.format {
        TextOrJson::Text => text::sides(&sides, output::screen()),
        TextOrJson::Json => json::sides(&sides),
    })?;
    Ok(if sides.differences.is_empty() {
        Ended::Well
    } else {
        Ended::Findings
    })
}

/// Both sides: where one says what version, load and limit it has and the other
/// does not, both are taken to have them.
fn pair(arguments: &Diff) -> Result<(Case, Case), Failure> {
    if let Some(server) = of_baseline(&arguments.one) {
        let other = side(&arguments.other, arguments)?;
        return Ok((baseline(server, &other, arguments)?, other));
    }
    if let Some(server) = of_baseline(&arguments.other) {
        let one = side(&arguments.one, arguments)?;
        let other = baseline(server, &one, arguments)?;
        return Ok((one, other));
    }
    let (mut one, mut other) = (
        side(&arguments.one, arguments)?,
        side(&arguments.other, arguments)?,
    );
    if let Some(asked) = completed(arguments, &one, &other) {
        one = beside(&arguments.one, &asked, one)?;
    }
    if let Some(asked) = completed(arguments, &other, &one) {
        other = beside(&arguments.other, &asked, other)?;
    }
    if one.seen.is_some() {
        under_the_same(&mut other, &one);
    } else if other.seen.is_some() {
        under_the_same(&mut one, &other);
    }
    Ok((one, other))
}

/// The arguments with what one side lacks and the other has: the version, and
/// the machine that formulas are worked out for. `None`: it lacks nothing of that.
fn completed(arguments: &Diff, case: &Case, beside: &Case) -> Option<Diff> {
    let version = |case: &Case| {
        let version = case.config.version.get().copied()?;
        let fork = case.config.fork;
        Some(ServerVersion { version, fork })
    };
    let memory = |case: &Case| case.facts.ceiling_bytes().get().copied();
    let cpus = |case: &Case| case.facts.cpus.get().copied();
    // A running server has said what it has.
    if case.seen.is_some() {
        return None;
    }
    let mut asked = arguments.clone();
    let mut lacks = false;
    if let (None, known @ Some(_)) = (version(case), version(beside)) {
        (asked.source.server_version, lacks) = (known, true);
    }
    if let (None, known @ Some(_)) = (memory(case), memory(beside)) {
        (asked.facts.memory, lacks) = (known, true);
    }
    if let (None, known @ Some(_)) = (cpus(case), cpus(beside)) {
        (asked.facts.cpus, lacks) = (known, true);
    }
    lacks.then_some(asked)
}

/// A side read again by what the other one knows; of its own host no more is
/// known than before.
fn beside(path: &Path, asked: &Diff, before: Case) -> Result<Case, Failure> {
    let mut case = side(path, asked)?;
    case.facts = before.facts;
    Ok(case)
}

/// The server whose baseline is meant: `baseline:shop-db`.
fn of_baseline(path: &Path) -> Option<&str> {
    path.to_str()?.strip_prefix("baseline:")
}

/// The baseline of a server as a side, typed as the other side is.
fn baseline(server: &str, beside: &Case, arguments: &Diff) -> Result<Case, Failure> {
    let keeper = Keeper::found(arguments.store.as_deref(), None)?;
    let agreed = keeper.agreed(server)?;
    let mut case = beside.clone();
    case.path = format!("baseline:{server}");
    case.settings = with_agreed(&beside.settings, &agreed);
    case.config.settings.clear();
    for (name, value) in agreed {
        let Some((typed, unit)) = case.settings.values.get(&name).cloned() else {
            continue;
        };
        let setting = Setting {
            display: shown(&case.settings, &name).unwrap_or_else(|| value.clone()),
            name: name.clone(),
            value,
            typed,
            unit,
            origin: Origin::Operator("the baseline".to_owned()),
            shadowed: Vec::new(),
        };
        case.config.settings.insert(name, setting);
    }
    Ok(case)
}

/// Prices a case as another: what was seen of a server is what its candidate
/// has to carry.
fn under_the_same(case: &mut Case, running: &Case) {
    case.load.clone_from(&running.load);
    case.arrivals = running.arrivals;
    if case.facts.ceiling_bytes().get().is_none() {
        case.facts.clone_from(&running.facts);
    }
}

/// The one configuration at a path or an address.
fn side(path: &Path, arguments: &Diff) -> Result<Case, Failure> {
    let mut found: Vec<Case> = if audit::is_address(path) {
        let servers = audit::at(path, &arguments.facts).into_iter();
        servers
            .map(|server| server?.case(&arguments.load))
            .collect::<Result<_, _>>()?
    } else {
        let asked = Asked {
            source: &arguments.source,
            facts: &arguments.facts,
            load: &arguments.load,
            policy: None,
        };
        cases(path, asked).into_iter().collect::<Result<_, _>>()?
    };
    let case = found.pop();
    match (case, found.is_empty()) {
        (Some(case), true) => Ok(case),
        (_, false) => Err(Failure::new(format_args!(
            "{}: there are several configurations; give the path of one",
            path.display()
        ))),
        (None, true) => Err(Failure::new(format_args!(
            "{}: there is no configuration here",
            path.display()
        ))),
    }
}

fn told(case: &Case) -> Side {
    Side {
        name: case.path.clone(),
        server: text::server(&case.config),
        bill: case.bill().map_err(|refusal| refusal.why),
    }
}

/// Of one series, what neither side sets is no difference: a running server has
/// worked out what a file leaves open.
fn differing(one: &Case, other: &Case) -> Vec<Differs> {
    let same_series = one.config.series == other.config.series;
    let (series, _) = Series::nearest(one.config.engine, &one.config.series);
    let is_internal = |name: &str| {
        let span = lookup(one.config.engine, name).and_then(|known| known.at(series));
        span.is_some_and(|span| span.context == Context::Internal)
    };
    let is_set = |name: &String| {
        let mut sides = [one, other].into_iter();
        sides.any(|case| case.config.settings.contains_key(name))
    };
    let sourced = |case: &Case, name: &str, value: Option<String>| {
        let setting = case.config.settings.get(name);
        let source = setting.map_or_else(|| "default".to_owned(), |it| text::origin(&it.origin));
        Some((value?, source))
    };
    let differences = differences(&one.settings, &other.settings).into_iter();
    differences
        .filter(|differs| !same_series || is_set(&differs.parameter))
        .filter(|differs| !is_internal(&differs.parameter))
        .map(|differs| Differs {
            one: sourced(one, &differs.parameter, differs.one),
            other: sourced(other, &differs.parameter, differs.other),
            parameter: differs.parameter,
        })
        .collect()
}
