//! One metric of one server over time: the last 15 minutes from memory, as it was read;
//! what reaches further back from the history, in stretches as fine as it has them and
//! as an answer may hold.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Metric;
use plimsoll_report::json::{Series, SeriesGap, Stretches};
use plimsoll_store::{Fault, ManySamples, Point, SampleGap};
use plimsoll_watch::RECENT_SECONDS;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::answers::{document, fault, refused};
use crate::watch::fleet::Watching;
use crate::watch::kept;
use crate::watch::log::said;
use crate::watch::shared::Shared;

/// How long the history may take, with the wait for those who asked before.
const READ_MAX: Duration = Duration::from_secs(20);
/// Points of an answer: a year of one series in stretches of five minutes.
const POINTS_MAX: usize = 120_000;
/// What ten seconds are put together to where an answer would be larger.
const LONG_SECONDS: i64 = 300;

/// What is asked for.
struct Asked {
    metric: Metric,
    from: Option<Timestamp>,
    to: Timestamp,
}

/// The series of a metric, one for each set of labels.
pub(super) async fn series(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let Some(server) = shared.fleet.server(&name) else {
        return refused(StatusCode::NOT_FOUND, "no [[server]] has that name");
    };
    let now = Timestamp::now();
    let asked = match asked(&query, now) {
        Ok(asked) => asked,
        Err(why) => return refused(StatusCode::BAD_REQUEST, &why),
    };
    let recent = now - SignedDuration::from_secs(RECENT_SECONDS as i64);
    let from = asked.from.filter(|from| *from < recent);
    let Some(from) = from.filter(|_| shared.past.is_kept()) else {
        return document(of_memory(&server, &asked).written());
    };
    let Some((_, key)) = server.identity() else {
        let why = "the server has not told which one it is since this daemon started, so its history is not found; what is newer than 15 minutes is there";
        return refused(StatusCode::SERVICE_UNAVAILABLE, why);
    };
    of_history(&shared, &server, &key, from, &asked).await
}

fn asked(query: &[(String, String)], now: Timestamp) -> Result<Asked, String> {
    let given = |key: &str| {
        let mut of = query.iter().filter(|(name, _)| name == key);
        of.next().map(|(_, value)| value.as_str())
    };
    let moment = |key: &str| match given(key).map(str::parse::<Timestamp>) {
        None => Ok(None),
        Some(Ok(at)) => Ok(Some(at)),
        Some(Err(_)) => Err(format!(
            "`{key}` must be a moment like 2026-11-26T09:12:44Z"
        )),
    };
    let metric = given("metric").and_then(|name| {
        let name = name.strip_prefix("plimsoll_").unwrap_or(name);
        Metric::ALL.iter().copied().find(|it| it.name() == name)
    });
    let metric = metric.ok_or("`metric` must be the name of one, as /metrics shows them")?;
    let (from, to) = (moment("from")?, moment("to")?.unwrap_or(now));
    if from.is_some_and(|from| from >= to) {
        return Err("`from` must lie before `to`, which is now unless said".to_owned());
    }
    Ok(Asked { metric, from, to })
}

fn of_memory(server: &Watching, asked: &Asked) -> Series {
    let metric = asked.metric;
    let from = asked.from.unwrap_or(Timestamp::MIN);
    server.with(|target| {
        let series = target.series().into_iter().filter(|it| it.metric == metric);
        let series = series.map(|it| {
            let labels: Vec<&str> = it.labels.iter().map(String::as_str).collect();
            let mut points = target.recent(metric, &labels, from);
            points.retain(|(at, _)| *at < asked.to);
            (it.labels, points)
        });
        let series: Vec<_> = series.collect();
        Series::of(&server.name, metric, target.step_seconds(metric), &series)
    })
}

async fn of_history(
    shared: &Shared,
    server: &Watching,
    key: &str,
    from: Timestamp,
    asked: &Asked,
) -> Response {
    let read = timeout(READ_MAX, read(shared, key, from, asked));
    let slow = || format!("it takes more than {} s", READ_MAX.as_secs());
    let kept = match read.await.unwrap_or_else(|_| Err(Unread::Failed(slow()))) {
        Ok(kept) => kept,
        Err(Unread::TooMuch(why)) => return refused(StatusCode::BAD_REQUEST, &said(&why)),
        Err(Unread::Failed(why)) => {
            let why = format!("the history is not read: {}", said(&why));
            return refused(StatusCode::SERVICE_UNAVAILABLE, &why);
        }
    };
    let (name, metric) = (server.name.clone(), asked.metric);
    match spawn_blocking(move || written(&name, metric, kept)).await {
        Ok(Ok(text)) => document(text),
        Ok(Err(why)) => refused(StatusCode::BAD_REQUEST, &why),
        Err(_) => fault(),
    }
}

/// Why a history is not read.
enum Unread {
    /// It has more than an answer may hold.
    TooMuch(String),
    Failed(String),
}

async fn read(
    shared: &Shared,
    key: &str,
    from: Timestamp,
    asked: &Asked,
) -> Result<ManySamples, Unread> {
    let metric = asked.metric;
    let wants = move |series: &str| kept::metric(series) == Some(metric);
    let moment = |at| kept::moment(at).map_err(Unread::Failed);
    let (from, to) = (moment(from)?, moment(asked.to)?);
    let store = shared.past.open().await.map_err(Unread::Failed)?;
    let read = store.many_samples(key, wants, &from, &to).await;
    read.map_err(|why| match why.fault {
        Fault::Unfit(why) => Unread::TooMuch(why),
        _ => Unread::Failed(why.to_string()),
    })
}

fn written(server: &str, metric: Metric, kept: ManySamples) -> Result<String, String> {
    let gaps = kept.gaps.iter().map(gap).collect();
    let (seconds, series) = bounded(kept.seconds, kept.series)?;
    let series = series.iter();
    let series: Vec<_> = series.filter_map(|(it, at)| stretches(it, at)).collect();
    let series = Series::of_stretches(server, metric, seconds as f64, &series);
    Ok(series.with_gaps(gaps).written())
}

/// A stretch that the history has and that cannot be read.
fn gap(gap: &SampleGap) -> SeriesGap {
    let at = |second| Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    SeriesGap::of(at(gap.from), at(gap.to), said(&gap.why))
}

type Kept = BTreeMap<String, Vec<Point>>;

/// As many points as an answer may hold, in longer stretches where that is needed.
fn bounded(seconds: u64, mut series: Kept) -> Result<(u64, Kept), String> {
    let count = |series: &Kept| series.values().map(Vec::len).sum::<usize>();
    let mut length = seconds;
    if count(&series) > POINTS_MAX && seconds < LONG_SECONDS as u64 {
        length = LONG_SECONDS as u64;
        for points in series.values_mut() {
            *points = points.chunk_by(is_same).map(together).collect();
        }
    }
    let points = count(&series);
    if points > POINTS_MAX {
        return Err(format!(
            "these are {points} points of {} series, and an answer has {POINTS_MAX} at most: \
             ask for less time",
            series.len()
        ));
    }
    Ok((length, series))
}

fn begin(point: &Point) -> i64 {
    point.at.div_euclid(LONG_SECONDS) * LONG_SECONDS
}

fn is_same(a: &Point, b: &Point) -> bool {
    begin(a) == begin(b)
}

fn together(points: &[Point]) -> Point {
    let means = points.iter().map(|it| f64::from(it.mean));
    let ends = |fold: fn(f32, f32) -> f32, figure: fn(&Point) -> f32| {
        points.iter().map(figure).reduce(fold).unwrap_or(f32::NAN)
    };
    Point {
        at: points.first().map_or(0, begin),
        min: ends(f32::min, |it| it.min),
        mean: (means.sum::<f64>() / points.len() as f64) as f32,
        max: ends(f32::max, |it| it.max),
    }
}

fn stretches(series: &str, points: &[Point]) -> Option<(Vec<String>, Stretches)> {
    let slice = kept::heard(series, points)?;
    let stretches = slice.stretches.iter().map(|it| {
        let figures = [it.min, it.mean, it.max].map(f64::from);
        (it.at, figures)
    });
    Some((slice.labels, stretches.collect()))
}

#[cfg(test)]
mod tests {
    use plimsoll_store::Point;

    use super::{Kept, POINTS_MAX, bounded};

    fn kept(series: usize, points: usize) -> Kept {
        let point = |at: usize| Point {
            at: at as i64 * 10,
            min: 0.0,
            mean: (at % 30) as f32,
            max: 30.0,
        };
        let points: Vec<Point> = (0..points).map(point).collect();
        (0..series)
            .map(|it| (format!("sessions\u{1f}{it}"), points.clone()))
            .collect()
    }

    #[test]
    fn an_answer_that_would_be_too_large_is_told_coarser_or_refused() {
        assert_eq!(bounded(10, kept(6, 17_280)).unwrap().0, 10);
        let (seconds, series) = bounded(10, kept(7, 17_280)).unwrap();
        assert_eq!(seconds, 300);
        let points = &series["sessions\u{1f}0"];
        assert_eq!((points.len(), points[1].at), (576, 300));
        let first = points[0];
        assert_eq!((first.min, first.mean, first.max), (0.0, 14.5, 30.0));
        let why = bounded(300, kept(2, POINTS_MAX)).unwrap_err();
        assert!(why.contains("ask for less time"), "{why}");
    }
}
