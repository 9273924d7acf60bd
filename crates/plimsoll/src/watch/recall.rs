//! What was learned of each server before this process ran, learned again from the
//! history once the server is known: bounded, one server after the other, and nothing
//! waits for it.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use plimsoll_store::Store;
use plimsoll_watch::Recall;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::fleet::Watching;
use super::kept;
use super::log::said;
use super::shared::Shared;

/// How often is looked for servers that have become known.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long one server's past may take, with the wait for its turn.
const RECALL_MAX: Duration = Duration::from_secs(10);
/// How far back is looked: a week, whose last days are kept in stretches of ten seconds.
const DAYS: i64 = 7;
const FINE_DAYS: i64 = 2;
/// How often it is tried with one server: a slow disk may be quicker later.
const TRIES_MAX: u32 = 3;
/// Events that are looked through, the newest.
const EVENTS_MAX: u64 = 1000;

/// Recalls what the history has of every server, once it is known, until it is stopped.
pub(super) async fn run(shared: &Shared) {
    let mut looks = interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_failing = false;
    let mut failures = BTreeMap::new();
    loop {
        looks.tick().await;
        let turn = turn(shared, &mut failures).await;
        if let Err(why) = &turn
            && !is_failing
        {
            let why = said(why);
            tracing::warn!("nothing is learned from the history for now: {why}");
        }
        is_failing = turn.is_err();
    }
}

/// Recalls what is to be; an error where the history is out of reach.
async fn turn(shared: &Shared, failures: &mut BTreeMap<String, u32>) -> Result<(), String> {
    let servers = shared.fleet.servers();
    for server in servers.iter() {
        let Some(key) = server.unrecalled() else {
            continue;
        };
        let now = Timestamp::now();
        // One that saw enough by itself since goes on from that.
        if server.with(|target| target.recalling(now, &[]).is_none()) {
            server.is_recalled();
            continue;
        }
        let slow = || format!("it takes more than {} s", RECALL_MAX.as_secs());
        let store = timeout(RECALL_MAX, shared.past.open()).await;
        let store = store.unwrap_or_else(|_| Err(slow()))?;
        let recalled = timeout(RECALL_MAX, recall(&store, server, &key, now)).await;
        let why = match recalled.unwrap_or_else(|_| Err(slow())) {
            Ok(from) => {
                server.is_recalled();
                if let Some(from) = from {
                    tracing::info!(server = server.name, %from, "learned from the history");
                }
                continue;
            }
            Err(why) => said(&why),
        };
        let tries = failures.entry(server.name.clone()).or_default();
        *tries += 1;
        if *tries >= TRIES_MAX {
            server.is_recalled();
            tracing::warn!(
                server = server.name,
                "nothing is learned from the history, tried {TRIES_MAX} times: {why}"
            );
        }
    }
    Ok(())
}

/// From when on something was learned; nothing where the history has nothing.
async fn recall(
    store: &Store,
    server: &Watching,
    key: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, String> {
    let steps = steps(now);
    let begin = steps.first().map_or(now, |(from, _)| *from);
    let (from, to) = (kept::moment(begin)?, kept::moment(now)?);
    let events = store.events(key, &from, &to, EVENTS_MAX).await;
    let events = events.map_err(|why| why.to_string())?.into_iter();
    let events: Vec<_> = events
        .filter_map(|it| kept::event(&server.name, it))
        .collect();
    let Some(mut recall) = server.with(|target| target.recalling(now, &events)) else {
        return Ok(None);
    };
    for (from, to) in steps {
        let (from, to) = (kept::moment(from)?, kept::moment(to)?);
        let kept = store.many_samples(key, is_wanted, &from, &to).await;
        let kept = kept.map_err(|why| why.to_string())?;
        if let Some(gap) = kept.gaps.first() {
            let (count, why) = (kept.gaps.len(), said(&gap.why));
            tracing::warn!(
                server = server.name,
                count,
                "parts of the history cannot be read: {why}"
            );
        }
        let slices = kept.series.iter();
        let slices: Vec<_> = slices
            .filter_map(|(series, points)| kept::heard(series, points))
            .collect();
        recall.take(u32::try_from(kept.seconds).unwrap_or(u32::MAX), &slices);
    }
    let from = recall.from();
    server.with(|target| target.recalled(recall));
    Ok(from)
}

fn is_wanted(series: &str) -> bool {
    kept::metric(series).is_some_and(|metric| Recall::METRICS.contains(&metric))
}

/// What is read at once, the oldest first: days, and of the last ones hours, which have
/// as many stretches each.
fn steps(now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let hour = now.as_second().div_euclid(3600) * 3600;
    let at = |hours: i64| {
        let at = Timestamp::from_second(hour.saturating_add(hours * 3600));
        at.unwrap_or(now)
    };
    let days = (-DAYS..-FINE_DAYS).map(|day| (at(day * 24), at((day + 1) * 24)));
    let hours = (-FINE_DAYS * 24..0).map(|hour| (at(hour), at(hour + 1)));
    let last = (at(0), now + SignedDuration::from_secs(1));
    days.chain(hours).chain([last]).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::steps;

    #[test]
    fn steps_follow_each_other_from_a_week_ago_until_now() {
        let now: Timestamp = "2026-11-26T09:12:44Z".parse().unwrap();
        let steps = steps(now);
        assert_eq!(steps[0].0, "2026-11-19T09:00:00Z".parse().unwrap());
        assert!(steps.windows(2).all(|two| two[0].1 == two[1].0));
        assert_eq!((steps.len(), steps[5 + 48].1 > now), (5 + 48 + 1, true));
    }
}
