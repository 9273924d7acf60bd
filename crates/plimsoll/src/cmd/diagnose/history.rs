//! What a history has of a server around the moment asked about: what a daemon
//! measured, what happened, which settings moved between audits; as the daemon itself
//! would have had it.

use jiff::{SignedDuration, Timestamp};
use plimsoll_diagnose::{CHANGED_WITHIN, Handed, Seen, Source, Track, seen};
use plimsoll_model::{Engine, Event, EventKind, Metric};
use plimsoll_store::{Change, Happening, Moment, Point};

use super::events;
use crate::audit::keeper::Keeper;
use crate::failure::Failure;

/// How far from the moment that was typed a fall is looked for.
const NEAR: SignedDuration = SignedDuration::from_mins(15);
/// Events at most.
const EVENTS_MAX: u64 = 200;
/// A server that is not asked for so long does not answer: three looks of ten seconds.
const SILENT: SignedDuration = SignedDuration::from_secs(30);

/// Which figure of a stretch tells of a fall.
#[derive(Clone, Copy)]
enum Which {
    Least,
    Mean,
    Most,
}

/// Series that tell of a fall, by the labels that samples give them.
const SERIES: [(Metric, &[&str], Which); 11] = [
    (Metric::MemoryHeldBytes, &[""], Which::Most),
    (Metric::MemoryLimitBytes, &[""], Which::Least),
    (Metric::OomKillsTotal, &[""], Which::Most),
    (Metric::MachineOomKillsTotal, &[""], Which::Most),
    (Metric::MachineMemoryBytes, &[""], Which::Most),
    (Metric::MachineAvailableBytes, &[""], Which::Least),
    (Metric::DiskBytes, &["data", "wal", "tmp"], Which::Most),
    (Metric::DiskFreeBytes, &["data", "wal", "tmp"], Which::Least),
    (Metric::Sessions, STATES, Which::Mean),
    (Metric::SessionsMax, &[""], Which::Most),
    (Metric::StartedTimestampSeconds, &[""], Which::Most),
];

/// What sessions do, as samples of all engines say it.
const STATES: &[&str] = &[
    "active",
    "waiting",
    "idle",
    "idle in transaction",
    "idle in transaction (aborted)",
    "other",
    "hidden",
];

/// What it has, as sources of a diagnosis, and the moment of the fall.
pub(super) fn read(
    server: &str,
    store: Option<&str>,
    at: Timestamp,
) -> Result<(Vec<Source>, Timestamp), Failure> {
    let keeper = Keeper::found(store, None)?;
    let known = keeper.wait(keeper.store.targets())?;
    let found = known
        .iter()
        .find(|it| it.target.name == server || it.target.key == server);
    let target = &found
        .ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|it| it.target.name.as_str()).collect();
            Failure::new(format_args!(
                "{server}: the history has no such server; it has {}",
                names.join(", ")
            ))
        })?
        .target;
    let tracks = tracks(&keeper, &target.key, at)?;
    let fall = fall(&tracks, at);
    let measured = Seen {
        engine: Engine::ALL
            .into_iter()
            .find(|it| it.as_str() == target.engine),
        answered: answered(&tracks, fall),
        tracks,
        ..Seen::default()
    };
    let from = moment(fall, -CHANGED_WITHIN)?;
    let to = moment(fall, NEAR)?;
    let events = keeper.wait(keeper.store.events(&target.key, &from, &to, EVENTS_MAX))?;
    let changes = keeper.wait(keeper.store.changes(&target.key, 0))?;
    let told = events.into_iter().filter_map(|it| happened(server, it));
    let changed = changes.into_iter().filter_map(|it| changed(server, it));
    let near = |event: &Event| event.at <= fall && fall.duration_since(event.at) <= CHANGED_WITHIN;
    let mut told: Vec<Event> = told.chain(changed.filter(near)).collect();
    told.sort_by_key(|event| event.at);
    let told = events::read(&format!("history of {server}"), Handed::Noticed, &told);
    Ok((vec![seen(&measured, fall), told], fall))
}

fn moment(at: Timestamp, away: SignedDuration) -> Result<Moment, Failure> {
    let at = at.checked_add(away).unwrap_or(at);
    Moment::parse(&at.to_string()).map_err(Failure::new)
}

fn tracks(keeper: &Keeper, key: &str, at: Timestamp) -> Result<Vec<Track>, Failure> {
    let (from, to) = (moment(at, -NEAR)?, moment(at, NEAR)?);
    let mut tracks = Vec::new();
    for (metric, labels, which) in SERIES {
        for label in labels {
            let labels: Vec<String> = (!label.is_empty())
                .then(|| (*label).to_owned())
                .into_iter()
                .collect();
            let series = labels.iter().fold(metric.name().to_owned(), |name, label| {
                format!("{name}\u{1f}{label}")
            });
            let kept = keeper.wait(keeper.store.samples(key, &series, &from, &to))?;
            let points: Vec<(Timestamp, f64)> = kept
                .points
                .iter()
                .filter_map(|it| point(it, which))
                .collect();
            if !points.is_empty() {
                tracks.push(Track {
                    metric,
                    labels,
                    points,
                });
            }
        }
    }
    Ok(tracks)
}

fn point(stretch: &Point, which: Which) -> Option<(Timestamp, f64)> {
    let figure = match which {
        Which::Least => stretch.min,
        Which::Mean => stretch.mean,
        Which::Most => stretch.max,
    };
    Some((Timestamp::from_second(stretch.at).ok()?, f64::from(figure)))
}

/// When the server fell, nearest to the moment that was typed: the kernel killed in its
/// group, it started anew, or it was not heard of any more. Else that moment itself.
fn fall(tracks: &[Track], at: Timestamp) -> Timestamp {
    let of = |metric| {
        let tracks = tracks.iter().filter(move |it| it.metric == metric);
        tracks.flat_map(|track| track.points.iter().copied())
    };
    let killed = of(Metric::OomKillsTotal).filter(|(_, rate)| *rate > 0.0);
    let starts: Vec<(Timestamp, f64)> = of(Metric::StartedTimestampSeconds).collect();
    let moved = starts.windows(2).filter_map(|two| match two {
        [(last, one), (next, other)]
            if (other - one).abs() > 2.0 || next.duration_since(*last) > SILENT =>
        {
            last.checked_add(SILENT)
                .ok()
                .map(|silent| silent.min(*next))
        }
        _ => None,
    });
    let ended = starts
        .last()
        .and_then(|(last, _)| last.checked_add(SILENT).ok());
    let ended = ended.filter(|ended| *ended < at.checked_add(NEAR).unwrap_or(at));
    let falls = killed.map(|(at, _)| at).chain(moved).chain(ended);
    let away = |fall: &Timestamp| fall.duration_since(at).abs();
    falls
        .filter(|fall| away(fall) <= NEAR)
        .min_by_key(away)
        .unwrap_or(at)
}

/// From when to when it was heard of before.
fn answered(tracks: &[Track], fall: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let track = tracks
        .iter()
        .find(|it| it.metric == Metric::StartedTimestampSeconds)?;
    let mut before = track
        .points
        .iter()
        .map(|(at, _)| *at)
        .filter(|at| *at < fall);
    let first = before.next()?;
    Some((first, before.next_back().unwrap_or(first)))
}

/// What a daemon found itself is no evidence.
fn happened(server: &str, event: Happening) -> Option<Event> {
    let kind = EventKind::from_word(&event.kind);
    let is_found = matches!(&kind, EventKind::Other(word) if word == "incident");
    let is_told = kind != EventKind::Restart || event.actor.is_some();
    (!is_found && is_told).then_some(Event {
        at: event.at.to_string().parse().ok()?,
        kind,
        target: server.to_owned(),
        message: event.message,
        actor: event.actor,
        reference: event.reference,
    })
}

/// A setting that moved between two audits, by the time of the second.
fn changed(server: &str, change: Change) -> Option<Event> {
    let value = |setting: Option<plimsoll_store::Setting>| {
        setting.map_or_else(|| "(none)".to_owned(), |it| it.value)
    };
    Some(Event {
        at: change.seen.at.to_string().parse().ok()?,
        kind: EventKind::ConfigChange,
        target: server.to_owned(),
        message: format!(
            "{} {} -> {}",
            change.name,
            value(change.from),
            value(change.to)
        ),
        actor: None,
        reference: None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use plimsoll_diagnose::Track;
    use plimsoll_model::Metric;

    use super::{answered, fall};

    fn track(metric: Metric, points: &[(i64, f64)]) -> Track {
        let points = points.iter();
        let at = |second: &i64| Timestamp::from_second(1_800_000_000 + second).unwrap();
        Track {
            metric,
            labels: Vec::new(),
            points: points
                .map(|(second, figure)| (at(second), *figure))
                .collect(),
        }
    }

    #[test]
    fn the_fall_is_the_nearest_break_or_the_moment_itself() {
        let typed = Timestamp::from_second(1_800_000_000).unwrap();
        let from_typed = |tracks: &[Track]| fall(tracks, typed).duration_since(typed).as_secs();
        assert_eq!(from_typed(&[]), 0);
        let looks: Vec<(i64, f64)> = (-30..=5).map(|at| (at * 10, 7.0)).collect();
        let gone = track(Metric::StartedTimestampSeconds, &looks);
        assert_eq!(from_typed(std::slice::from_ref(&gone)), 80);
        let one = std::slice::from_ref(&gone);
        let (_, last) = answered(one, fall(one, typed)).unwrap();
        assert_eq!(last.duration_since(typed), SignedDuration::from_secs(50));
        let killed = track(Metric::OomKillsTotal, &[(-20, 0.0), (-10, 0.1), (0, 0.0)]);
        assert_eq!(from_typed(&[gone, killed]), -10);
        let anew = track(
            Metric::StartedTimestampSeconds,
            &[(-20, 7.0), (-10, 7.0), (0, 99.0)],
        );
        assert_eq!(from_typed(&[anew]), 0);
    }
}
