//! What was so at the moment of the fall, as far as the logs tell: the limit, the
//! sessions and what they did, the parameters that had been changed by then.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_bill::{Sighting, background_processes, overlaid, sessions_allowed};
use plimsoll_model::{Engine, EventKind, InForce, Kind, LogLine};

use crate::priced::Configured;
use crate::scene::{Scene, is_of_memory};
use crate::signal::{Said, ServerSignal, Signal, Slots, Subject, WatchSignal};
use crate::story::Story;
use crate::written::came_behind;

/// What a MySQL or `MariaDB` tells of its size at its start.
const POOL: &str = "innodb_buffer_pool_size";

/// The moment.
pub(super) struct Then {
    /// What the server had to live in, and who says so.
    pub(super) limit: Option<(u64, String)>,
    /// Its sessions.
    pub(super) seen: Sighting,
    /// The values in force, what the log tells of them put over the files'.
    pub(super) settings: InForce,
    /// The lines that tell of it, by the parameter's name.
    pub(super) told: BTreeMap<String, LogLine>,
}

/// Whether a process of that name was killed for memory.
pub(super) fn fell(story: &Story, name: &str) -> bool {
    story.oom_kills().any(|(_, kill)| kill.victim == name)
}

impl Then {
    /// What the story tells of it.
    ///
    /// # Errors
    /// Why the configuration cannot be taken for that of the moment.
    pub(super) fn of(
        story: &Story,
        configured: &Configured,
        stock: &InForce,
    ) -> Result<Self, String> {
        let scene = Scene::of(story);
        let (settings, told) = changed_by_then(story, &configured.settings, stock)?;
        Ok(Self {
            limit: limit(story, scene.as_ref()),
            seen: seen(story, scene.as_ref(), &settings),
            settings,
            told,
        })
    }
}

/// The limit, by the kernel's words or the container's state.
fn limit(story: &Story, scene: Option<&Scene<'_>>) -> Option<(u64, String)> {
    let kill = scene.and_then(|scene| scene.kills.first());
    let by_kernel = kill.and_then(|(signal, kill)| Some((kill.limit_bytes?, place(&signal.line))));
    by_kernel.or_else(|| {
        let (bytes, signal) = story.told_limit()?;
        Some((bytes, place(&signal.line)))
    })
}

pub(super) fn place(line: &LogLine) -> String {
    let name = line.file.rsplit('/').next().unwrap_or(&line.file);
    format!("{name}:{}", line.line)
}

/// The sessions, where the kernel told process by process or the server had no slot left.
fn seen(story: &Story, scene: Option<&Scene<'_>>, settings: &InForce) -> Sighting {
    let rows = scene.and_then(|scene| {
        let (_, kill) = scene.kills.first()?;
        let table = scene.table.as_ref().filter(|it| it.processes > 0);
        table.filter(|_| !kill.tasks.is_empty())
    });
    let rows = rows.zip(background_processes(settings));
    let by_rows = rows.map(|(table, background)| {
        let (processes, busy) = (table.processes as u64, table.busy as u64);
        (processes.saturating_sub(background).max(busy), busy)
    });
    let full = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::NoSlotsLeft(Slots::All | Slots::AllButReserved)
        )
    });
    let by_words = (!full.is_empty()).then(|| sessions_allowed(settings));
    let statements = || scene.iter().flat_map(|scene| scene.statements());
    let mut did: Vec<Kind> = match settings.engine {
        Engine::Postgresql => statements().flat_map(kinds).collect(),
        Engine::Mysql | Engine::Mariadb => Vec::new(),
    };
    did.sort_unstable();
    did.dedup();
    Sighting {
        sessions: by_rows
            .map(|(open, _)| open)
            .max(by_words)
            .or_else(|| counted(story)),
        // One that was killed at its work may have held it all in shared memory.
        at_work: by_rows
            .map(|(_, busy)| busy)
            .filter(|busy| *busy > 0 || statements().next().is_none()),
        did,
    }
}

/// The sessions that a watch counted, where its looks were not too early: memory was
/// near the limit at one.
fn counted(story: &Story) -> Option<u64> {
    let is_full = |saw| saw == WatchSignal::MemoryFull;
    if story.watch_saw(is_full).is_empty() {
        return None;
    }
    let counts = story.signals().filter_map(|signal| match signal.said {
        Said::Watch(WatchSignal::Sessions { count, .. }) => Some(count),
        _ => None,
    });
    counts.max()
}

/// What a statement takes memory for, by its words; nothing where they do not tell.
fn kinds(statement: &str) -> Vec<Kind> {
    const WORDS: [(&str, Kind); 8] = [
        ("create index", Kind::IndexBuild),
        ("create unique index", Kind::IndexBuild),
        ("reindex", Kind::IndexBuild),
        ("order by", Kind::Sort),
        ("group by", Kind::HashAggregate),
        ("distinct", Kind::HashAggregate),
        ("join", Kind::HashJoin),
        ("create temp", Kind::TempTable),
    ];
    let statement = statement.to_ascii_lowercase();
    let told = WORDS.iter().filter(|(word, _)| statement.contains(word));
    told.map(|(_, kind)| *kind).collect()
}

/// The files' values with what the server said of its own before the fall over them.
fn changed_by_then(
    story: &Story,
    files: &InForce,
    stock: &InForce,
) -> Result<(InForce, BTreeMap<String, LogLine>), String> {
    let fall = story.fall().or(story.moment);
    let mut settings = files.clone();
    let mut told: BTreeMap<String, LogLine> = BTreeMap::new();
    let mut waits: BTreeMap<&str, &Signal> = BTreeMap::new();
    for (signal, said) in story.server() {
        match said {
            ServerSignal::ParameterChanged { parameter, to } if before(signal, fall) => {
                if let Some(changed) = with(&settings, stock, parameter, to) {
                    settings = changed;
                    told.insert(parameter.clone(), signal.line.clone());
                }
            }
            ServerSignal::ParameterChanged { parameter, to } if !told.contains_key(parameter) => {
                is_of_then(files, stock, (parameter, to), signal)?;
            }
            ServerSignal::PoolSize { bytes, .. } if before(signal, fall) => {
                let is_other = settings.bytes(POOL).is_some_and(|it| it != *bytes);
                let bytes = bytes.to_string();
                let changed = is_other
                    .then(|| with(&settings, stock, POOL, &bytes))
                    .flatten();
                if let Some(changed) = changed {
                    settings = changed;
                    told.insert(POOL.to_owned(), signal.line.clone());
                }
            }
            ServerSignal::ParameterWaits { parameter } if before(signal, fall) => {
                waits.insert(parameter, signal);
            }
            ServerSignal::Starting { .. } if before(signal, fall) => waits.clear(),
            _ => {}
        }
    }
    before_it_was_written(story, files, stock, &mut settings, &mut told)?;
    match waits.into_iter().find(|(name, _)| is_of_memory(name)) {
        Some((name, signal)) => Err(format!(
            "{name} of the configuration given was not in force yet: it waited for a restart ({})",
            place(&signal.line)
        )),
        None => Ok((settings, told)),
    }
}

/// What was written into the files behind the fall is put back to what stood there
/// before, where the first such event tells it and is known to be of no earlier writing.
fn before_it_was_written(
    story: &Story,
    files: &InForce,
    stock: &InForce,
    settings: &mut InForce,
    told: &mut BTreeMap<String, LogLine>,
) -> Result<(), String> {
    let fall = story.fall().or(story.moment);
    for (signal, event, change) in story.changes_told() {
        let Subject::Parameter(name) = change.subject else {
            continue;
        };
        let is_later = event.kind == EventKind::ConfigWrite && !before(signal, fall);
        if !is_later || !is_of_memory(name) || told.contains_key(name) {
            continue;
        }
        if !fall.is_some_and(|fall| came_behind(story, signal, name, fall)) {
            return Err(format!(
                "{name} of the configuration given is told as changed after the fall ({}), and may have stood there before: give the files of that moment",
                place(&signal.line)
            ));
        }
        let from = change.from.as_deref();
        if let Some(then) = from.and_then(|from| with(settings, stock, name, from)) {
            *settings = then;
            told.insert(name.to_owned(), signal.line.clone());
        } else if let Some(to) = &change.to {
            is_of_then(files, stock, (name, to), signal)?;
        }
    }
    Ok(())
}

/// What was changed behind the fall, and not before it: a file that has the new value is
/// none of the moment.
fn is_of_then(
    files: &InForce,
    stock: &InForce,
    (parameter, to): (&str, &str),
    signal: &Signal,
) -> Result<(), String> {
    let then = with(files, stock, parameter, to);
    let is_new = then.is_some_and(|it| it.values.get(parameter) == files.values.get(parameter));
    if is_new && is_of_memory(parameter) {
        return Err(format!(
            "the configuration given has {parameter} as it was set after the fall ({}), and what it was before is not told: give the files of that moment",
            place(&signal.line)
        ));
    }
    Ok(())
}

fn before(signal: &Signal, fall: Option<Timestamp>) -> bool {
    match (signal.at, fall) {
        (Some(at), Some(fall)) => at <= fall,
        _ => true,
    }
}

/// The settings with one value as the server said it; none where it is not in the
/// catalogue or its value was not kept.
fn with(settings: &InForce, stock: &InForce, name: &str, to: &str) -> Option<InForce> {
    if to != "default" {
        return overlaid(settings, name, to).ok();
    }
    let mut changed = settings.clone();
    changed
        .values
        .insert(name.to_owned(), stock.values.get(name)?.clone());
    Some(changed)
}
