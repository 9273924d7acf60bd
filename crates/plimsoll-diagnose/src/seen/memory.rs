//! Memory against the limit before the fall, and whether the kernel killed for it.

use jiff::SignedDuration;
use plimsoll_model::{Bytes, Metric};

use super::told::{Told, clock};
use super::track::{Tracks, least, most};
use crate::signal::WatchSignal;

/// How long before the fall memory is looked at: what grows slowly is near the limit
/// all that time.
const BEFORE: SignedDuration = SignedDuration::from_secs(300);
/// A look at most so old tells of the moment.
const FRESH: SignedDuration = SignedDuration::from_secs(15);
/// How far around the fall a kill is part of it.
const AROUND: SignedDuration = SignedDuration::from_secs(60);

/// Shares of the limit above which it was reached, and below which it was far.
const FULL: f64 = 0.9;
const ROOM: f64 = 0.7;
/// Shares of the machine's memory that are next to none, and enough.
const MACHINE_SHORT: f64 = 0.03;
const MACHINE_ROOM: f64 = 0.1;

pub(super) fn told(tracks: &Tracks<'_>) -> Vec<Told> {
    let all = [held(tracks), killed(tracks), machine(tracks)];
    all.into_iter().flatten().collect()
}

fn held(tracks: &Tracks<'_>) -> Option<Told> {
    let held = tracks.before(Metric::MemoryHeldBytes, BEFORE);
    let limits = tracks.before(Metric::MemoryLimitBytes, BEFORE);
    let (_, limit) = limits.last().copied().filter(|(_, limit)| *limit > 0.0)?;
    let (peak_at, peak) = most(&held)?;
    let (last_at, last) = held.last().copied()?;
    let is_fresh = tracks.fall.duration_since(last_at) <= FRESH;
    let said = |bytes: f64| format!("{} of {} were held", size(bytes), size(limit));
    let is_recent = tracks.fall.duration_since(peak_at) <= AROUND;
    if peak >= FULL * limit && is_recent {
        return Some(Told::at(WatchSignal::MemoryFull, peak_at, said(peak)));
    }
    (is_fresh && peak <= ROOM * limit).then(|| {
        let text = format!(
            "{}, at most {} in the minutes before",
            said(last),
            size(peak)
        );
        Told::at(WatchSignal::MemoryRoom, last_at, text)
    })
}

/// What the kernel counted: of the group, else of the whole machine.
fn killed(tracks: &Tracks<'_>) -> Option<Told> {
    let of = |metric| {
        let points = tracks.around(metric, AROUND);
        let is_behind = points.last().is_some_and(|(at, _)| *at >= tracks.fall);
        let first = points.iter().find(|(_, rate)| *rate > 0.0).copied();
        (points.first().map(|(at, _)| *at), is_behind, first)
    };
    let (from, is_behind, of_group) = of(Metric::OomKillsTotal);
    if let Some((at, _)) = of_group {
        let text = "the kernel counted a kill in its group for want of memory".to_owned();
        return Some(Told::at(WatchSignal::Killed, at, text));
    }
    let none = |from, whose: &str| Told {
        said: WatchSignal::NoneKilled,
        at: from,
        until: tracks.fall,
        text: format!(
            "the kernel counted no kill for want of memory {whose} until {}",
            clock(tracks.fall)
        ),
    };
    if is_behind && tracks.is_host_here {
        return from.map(|from| none(from, "in its group"));
    }
    let (from, is_behind, on_machine) = of(Metric::MachineOomKillsTotal);
    if let Some((at, _)) = on_machine {
        let text = "the kernel counted a kill on the machine for want of memory".to_owned();
        return Some(Told::at(WatchSignal::KilledOnMachine, at, text));
    }
    from.filter(|_| is_behind && tracks.is_host_here)
        .map(|from| none(from, "on the machine"))
}

fn machine(tracks: &Tracks<'_>) -> Option<Told> {
    let available = tracks.before(Metric::MachineAvailableBytes, AROUND);
    let (_, all) = tracks
        .before(Metric::MachineMemoryBytes, AROUND)
        .last()
        .copied()?;
    let (at, lowest) = least(&available)?;
    let text = format!(
        "the machine had at least {} of {} available in the minute before",
        size(lowest),
        size(all)
    );
    if lowest <= MACHINE_SHORT * all {
        Some(Told::at(WatchSignal::MachineShort, at, text))
    } else if lowest >= MACHINE_ROOM * all {
        Some(Told::at(WatchSignal::MachineRoom, at, text))
    } else {
        None
    }
}

fn size(bytes: f64) -> Bytes {
    Bytes(bytes.max(0.0) as u64)
}
