//! Sessions, disks and services before the fall.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Bytes, Metric};

use super::told::{Told, clock};
use super::track::{Tracks, least};
use crate::redact::words;
use crate::signal::WatchSignal;

/// How long before the fall sessions tell of it: they come and go in seconds.
const SESSIONS_BEFORE: SignedDuration = SignedDuration::from_secs(60);
/// The same of disks, which are seldom filled in less.
const DISKS_BEFORE: SignedDuration = SignedDuration::from_secs(120);
/// How far around the fall a service's state belongs to it.
const SERVICES_AROUND: SignedDuration = SignedDuration::from_secs(120);

/// Next to no room: a share of the disk, or bytes.
const FULL_SHARE: f64 = 0.01;
const FULL_BYTES: f64 = (32 << 20) as f64;
/// Room enough.
const ROOM_SHARE: f64 = 0.05;
const ROOM_BYTES: f64 = (256 << 20) as f64;

pub(super) fn told(tracks: &Tracks<'_>, answered: Option<Timestamp>) -> Vec<Told> {
    let services = services(tracks, answered);
    let rest = [sessions(tracks), disks(tracks)].into_iter().flatten();
    rest.chain(services).collect()
}

/// The most sessions that one look found, over all states.
fn sessions(tracks: &Tracks<'_>) -> Option<Told> {
    let mut by_time: BTreeMap<Timestamp, f64> = BTreeMap::new();
    for track in tracks.of(Metric::Sessions) {
        for (at, count) in tracks.points_before(track, SESSIONS_BEFORE) {
            *by_time.entry(at).or_default() += count;
        }
    }
    let (at, count) = by_time
        .into_iter()
        .max_by(|it, other| it.1.total_cmp(&other.1))?;
    let allowed = tracks.before(Metric::SessionsMax, DISKS_BEFORE);
    let allowed = allowed.last().map(|(_, allowed)| *allowed);
    let is_all = allowed.is_some_and(|allowed| allowed > 0.0 && count >= allowed);
    let of = allowed.map_or_else(String::new, |allowed| format!(" of {allowed}"));
    let said = WatchSignal::Sessions {
        count: count.max(0.0) as u64,
        is_all,
    };
    let text = format!("{count}{of} sessions of clients were open");
    Some(Told::at(said, at, text))
}

/// The fullest disk.
fn disks(tracks: &Tracks<'_>) -> Option<Told> {
    let mut fullest: Option<(f64, f64, Timestamp, &str)> = None;
    for track in tracks.of(Metric::DiskFreeBytes) {
        let mut sizes = tracks.of(Metric::DiskBytes);
        let size = sizes.find(|it| it.labels == track.labels);
        let size = size.and_then(|it| Some(tracks.points_before(it, DISKS_BEFORE).last()?.1));
        let free = least(&tracks.points_before(track, DISKS_BEFORE));
        // One that is not known hides none that is.
        let Some((size, (at, free))) = size.zip(free) else {
            continue;
        };
        if fullest.is_none_or(|(before, ..)| free < before) {
            let disk = track.labels.first().map_or("", String::as_str);
            fullest = Some((free, size, at, disk));
        }
    }
    let (free, size, at, disk) = fullest?;
    let text = format!(
        "the fullest disk that it writes to ({}) had {} of {} left",
        words(disk),
        Bytes(free.max(0.0) as u64),
        Bytes(size.max(0.0) as u64)
    );
    if free <= (FULL_SHARE * size).min(FULL_BYTES) {
        Some(Told::at(WatchSignal::DiskFull, at, text))
    } else if free >= (ROOM_SHARE * size).min(ROOM_BYTES) {
        Some(Told::at(WatchSignal::DiskRoom, at, text))
    } else {
        None
    }
}

/// Services that failed only once the server had.
fn services(tracks: &Tracks<'_>, answered: Option<Timestamp>) -> Vec<Told> {
    let Some(answered) = answered else {
        return Vec::new();
    };
    let of = |track: &super::Track| {
        let near = |at: Timestamp| at.duration_since(tracks.fall).abs() <= SERVICES_AROUND;
        let points = track.points.iter().filter(|(at, _)| near(*at));
        let (before, behind): (Vec<_>, Vec<_>) = points.partition(|(at, _)| *at <= answered);
        let was_well = !before.is_empty() && before.iter().all(|(_, up)| *up > 0.0);
        let (at, _) = behind.iter().find(|(_, up)| *up == 0.0)?;
        let name = words(track.labels.first().map_or("", String::as_str));
        let text = format!(
            "the service {name} was well until {}, and failed its probe then",
            clock(before.last()?.0)
        );
        was_well.then(|| Told::at(WatchSignal::ServiceFell, *at, text))
    };
    tracks.of(Metric::ProbeUp).filter_map(of).collect()
}
