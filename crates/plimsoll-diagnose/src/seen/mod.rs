//! What a watch measured before a server fell, as evidence beside the logs: typed
//! figures in, signals out, each with a line that says the figure and its time. Where
//! the figures come from, a daemon's memory or a history, is not known here.

mod around;
mod memory;
#[cfg(test)]
mod tests;
mod told;
mod track;

use jiff::Timestamp;
use plimsoll_model::{Engine, LogRead, Reach};

use crate::redact::words;
use crate::signal::{Signal, WatchSignal};
use crate::source::{Clock, Source, widen};
use told::{FILE, Told, clock};
pub use track::Track;
use track::Tracks;

/// What was measured of one server, and how it was found.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Its kind.
    pub engine: Option<Engine>,
    /// From when to when it answered, before the fall.
    pub answered: Option<(Timestamp, Timestamp)>,
    /// When its process was found ended.
    pub ended: Option<Timestamp>,
    /// How it was found when it did not answer any more, and when.
    pub reach: Option<(Timestamp, Reach)>,
    /// The figures.
    pub tracks: Vec<Track>,
    /// Whether the host's were read on its own machine, each second: what others count
    /// begins anew with a container, or does not count every kill, and comes late, so
    /// that nothing follows from what it does not tell.
    pub is_host_here: bool,
}

/// What the figures say of a fall, as one more source for
/// [`diagnose`](crate::diagnose()). `fall`: when it was noticed.
pub fn seen(seen: &Seen, fall: Timestamp) -> Source {
    let tracks = Tracks {
        is_host_here: seen.is_host_here,
        all: &seen.tracks,
        fall,
    };
    let mut told = reached(seen);
    told.extend(memory::told(&tracks));
    told.extend(around::told(&tracks, seen.answered.map(|(_, last)| last)));
    told.sort_by_key(|one| one.at);
    let signals = told.into_iter().enumerate();
    let signals: Vec<Signal> = signals
        .map(|(index, one)| one.signal(index as u64 + 1))
        .collect();
    let times = seen.tracks.iter().flat_map(|track| &track.points);
    Source {
        read: LogRead {
            file: FILE.to_owned(),
            format: Some("samples of a watch"),
            lines: signals.len() as u64,
            span: times.map(|(at, _)| *at).fold(None, widen),
            remarks: Vec::new(),
        },
        signals,
        clock: Clock::Utc,
        speakers: Vec::new(),
    }
}

/// Whether it answered, and how it was found.
fn reached(seen: &Seen) -> Vec<Told> {
    let is_postgresql = seen.engine == Some(Engine::Postgresql);
    let answered = seen.answered.map(|(from, to)| Told {
        said: WatchSignal::Answered { is_postgresql },
        at: from,
        until: to,
        text: format!("the server answered until {}", clock(to)),
    });
    let ended = seen.ended.map(|at| {
        let text = "its process was found ended".to_owned();
        Told::at(WatchSignal::Ended, at, text)
    });
    let found = seen.reach.as_ref().and_then(|(at, reach)| {
        let why = match reach {
            Reach::Down(why) if why.contains("nothing listens") => why,
            Reach::NotReady(why) => why,
            Reach::Up
            | Reach::Down(_)
            | Reach::NoSlot(_)
            | Reach::LoginRefused(_)
            | Reach::Silent(_)
            | Reach::Unfit(_) => return None,
        };
        let text = format!("an answer came back when it was asked: {}", words(why));
        Some(Told::at(WatchSignal::AnsweredNo, *at, text))
    });
    answered.into_iter().chain(ended).chain(found).collect()
}
