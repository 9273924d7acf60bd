//! What was written into a file: a server knows of it once it reads its files, at a
//! reload or at its start, and its log tells of both. A file's own time tells less.

use jiff::{SignedDuration, Timestamp};
use plimsoll_conf::catalogue::{TakesEffect, lookup};
use plimsoll_model::{Engine, Event, EventKind};

use crate::record::Speaker;
use crate::signal::{Said, ServerSignal, Signal, Subject, ToldChange, Turn};
use crate::story::Story;

/// How long before the moment a change of a parameter may still be at fault: a week brings
/// every day's load once.
pub const CHANGED_WITHIN: SignedDuration = SignedDuration::from_hours(8 * 24);

/// How long after it was written a file may be committed: who keeps /etc in git has it
/// committed once a day (etckeeper's timer).
const COMMITTED_WITHIN: SignedDuration = SignedDuration::from_hours(25);

/// Whether a value was in force at the moment.
enum InForce {
    /// The server read its files once it stood there, or says itself that it changed.
    Told,
    /// Its log goes over that time, and it did not read them.
    Not,
    /// Its log does not tell.
    Unsaid,
}

/// A change of a parameter that an event tells of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChangeTold<'a> {
    pub(crate) signal: &'a Signal,
    pub(crate) event: &'a Event,
    pub(crate) parameter: &'static str,
    pub(crate) change: &'a ToldChange,
    /// Whether it is known to have been in force at the moment.
    pub(crate) is_sure: bool,
}

/// Changes of parameters that were in force at the moment, or may have been.
pub(crate) fn changes(story: &Story) -> impl Iterator<Item = ChangeTold<'_>> {
    story.changes_told().filter_map(|(signal, event, change)| {
        let Subject::Parameter(parameter) = change.subject else {
            return None;
        };
        let is_sure = match event.kind {
            EventKind::ConfigChange => true,
            EventKind::ConfigWrite => match in_force(story, signal, parameter) {
                InForce::Told => true,
                InForce::Unsaid => false,
                InForce::Not => return None,
            },
            _ => return None,
        };
        Some(ChangeTold {
            signal,
            event,
            parameter,
            change,
            is_sure,
        })
    })
}

/// Parameters that were changed before and came into force with a start, by the server's
/// own words or an event's; not what was lowered, which asks for less.
pub(crate) fn at_next_start(story: &Story) -> impl Iterator<Item = (&Signal, &str)> {
    let own = story.server().filter_map(|(signal, said)| match said {
        ServerSignal::ParameterWaits { parameter } => Some((signal, parameter.as_str())),
        _ => None,
    });
    let raised = changes(story).filter(|told| told.change.turn != Turn::Lowered);
    let told = raised.map(|told| (told.signal, told.parameter));
    own.chain(told)
        .filter(|(signal, _)| story.is_before_moment(signal, CHANGED_WITHIN))
}

/// Whether what an event says was written of a parameter was in force at the moment.
fn in_force(story: &Story, written: &Signal, parameter: &str) -> InForce {
    if !is_of_one_server(story) {
        return InForce::Not;
    }
    let Some((at, moment)) = written.at.zip(story.moment) else {
        return InForce::Unsaid;
    };
    let own = story.server().any(|(signal, said)| match said {
        ServerSignal::ParameterChanged { parameter: it, .. } => {
            it == parameter
                && signal
                    .at
                    .is_some_and(|it| earliest(at) <= it && it <= moment)
        }
        _ => false,
    });
    // What was committed may have come to this machine's file long after.
    let stood = match &written.said {
        Said::Event(told) if told.event.reference.is_some() => told.written,
        _ => Some(at),
    };
    if own || stood.is_some_and(|stood| was_read(story, parameter, stood, moment)) {
        InForce::Told
    } else if is_unread(story, parameter, earliest(at), moment) {
        InForce::Not
    } else {
        InForce::Unsaid
    }
}

/// Whether what an event behind a fall says was written is known not to have stood there
/// at the fall: by the file's own time, or since the server read nothing that long.
pub(crate) fn came_behind(
    story: &Story,
    written: &Signal,
    parameter: &str,
    fall: Timestamp,
) -> bool {
    let Said::Event(told) = &written.said else {
        return false;
    };
    let is_commit = told.event.reference.is_some();
    match told.written.or(written.at.filter(|_| !is_commit)) {
        Some(at) => at > fall,
        None => written
            .at
            .is_some_and(|at| is_unread(story, parameter, earliest(at), fall)),
    }
}

/// When what is committed at a moment may have been written at the earliest.
fn earliest(committed: Timestamp) -> Timestamp {
    committed.checked_sub(COMMITTED_WITHIN).unwrap_or(committed)
}

/// Whether the server read a parameter from its files in some time.
fn was_read(story: &Story, parameter: &str, from: Timestamp, to: Timestamp) -> bool {
    let (engine, _) = server(story);
    let by_reload = engine == Engine::Postgresql && reload_suffices(parameter);
    let reads = story.servers_said(|said| match said {
        ServerSignal::Starting { .. } => true,
        ServerSignal::Reloaded => by_reload,
        _ => false,
    });
    let mut times = reads.iter().filter_map(|signal| signal.at);
    times.any(|read| from <= read && read <= to)
}

/// Whether its log goes over all of some time, and it did not.
fn is_unread(story: &Story, parameter: &str, from: Timestamp, to: Timestamp) -> bool {
    let (_, speaker) = server(story);
    story.covers(speaker, from, to) && !was_read(story, parameter, from, to)
}

fn server(story: &Story) -> (Engine, Speaker) {
    if story.was_read(Speaker::Postgresql) {
        (Engine::Postgresql, Speaker::Postgresql)
    } else {
        (Engine::Mysql, Speaker::Mysql)
    }
}

/// Of several configurations none is guessed to be the fallen server's.
fn is_of_one_server(story: &Story) -> bool {
    let written = story
        .events()
        .filter(|(_, event)| event.kind == EventKind::ConfigWrite);
    let mut targets = written.map(|(_, event)| event.target.as_str());
    let first = targets.next();
    targets.all(|target| Some(target) == first)
}

/// In the newest series that has it; nobody moved one of memory the other way.
fn reload_suffices(parameter: &str) -> bool {
    let parameter = lookup(Engine::Postgresql, parameter);
    let span = parameter.and_then(|it| it.spans.last());
    span.is_some_and(|span| match span.context.takes_effect() {
        TakesEffect::OnReload | TakesEffect::InNewSessions => true,
        TakesEffect::Never | TakesEffect::OnRestart | TakesEffect::BySetGlobal => false,
    })
}

/// Files that were written within a time before the moment, by their own times alone: a
/// commit would say which, and what in them.
pub(crate) fn untold(story: &Story, within: SignedDuration) -> Vec<&Signal> {
    if !is_of_one_server(story) {
        return Vec::new();
    }
    let untold = story.signals().filter(|signal| match &signal.said {
        Said::Event(told) => {
            told.event.kind == EventKind::ConfigWrite
                && told.event.reference.is_none()
                && told.changes.is_empty()
                && story.is_before_moment(signal, within)
        }
        _ => false,
    });
    untold.collect()
}
