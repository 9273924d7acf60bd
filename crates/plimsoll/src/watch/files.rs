//! The files that are followed: a server's log, whose newest lines are kept, and a
//! file of events. Reading may hang, so each turn has a thread of the runtime's pool.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_live::read::follow::{Follower, Piece};
use tokio::time::{MissedTickBehavior, interval};

use super::event;
use super::fleet::{Fleet, Watching};
use super::keep_up::in_pool;
use super::lock::lock;
use super::log::said;
use super::own::Counters;
use super::ring::Ring;

/// How often a file is looked at.
const EVERY: Duration = Duration::from_secs(1);

/// Follows a server's log into its ring.
pub(super) async fn log(file: &Path, watching: &Arc<Watching>) {
    // What was written before is there to be read when it is asked for. It is read anew,
    // so that what is kept of it goes.
    *lock(&watching.log) = Ring::default();
    follow(file, false, |bytes| {
        lock(&watching.log).push(bytes, Timestamp::now());
        watching.hear(bytes);
    })
    .await;
}

/// Follows a file of events, a JSON object a line.
pub(super) async fn events(file: &Path, fleet: &Arc<Fleet>, counters: &Arc<Counters>) {
    follow(file, true, |bytes| {
        let lines = bytes.split(|byte| *byte == b'\n');
        for line in lines.filter(|line| !line.trim_ascii().is_empty()) {
            let told =
                event::read(line).and_then(|it| fleet.happened(&it).map_err(|why| vec![why]));
            match told {
                Ok(()) => {
                    counters.events.fetch_add(1, Ordering::Relaxed);
                }
                Err(why) => {
                    let (file, why) = (file.display(), said(&why.join("; ")));
                    tracing::warn!("{file}: a line that is no event is left out: {why}");
                }
            }
        }
    })
    .await;
}

async fn follow(file: &Path, from_end: bool, mut take: impl FnMut(&[u8])) {
    let mut follower = Follower::open(file, from_end);
    let mut why = None;
    let mut turns = interval(EVERY);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        let (back, pieces) = in_pool(move || {
            let pieces = follower.next();
            (follower, pieces)
        })
        .await;
        follower = back;
        for piece in pieces {
            match piece {
                Piece::Bytes(bytes) => take(&bytes),
                Piece::Skipped { bytes } => {
                    tracing::warn!(file = %file.display(), bytes, "it grew faster than it is read; some was left out");
                }
                Piece::Rotated | Piece::Truncated | Piece::Overwritten { .. } => {}
            }
        }
        if follower.why() != why.as_deref() {
            why = follower.why().map(str::to_owned);
            if let Some(why) = &why {
                tracing::warn!(file = %file.display(), "it is not followed: {}", said(why));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;
    use std::time::Duration;

    use tokio::time::{sleep, timeout};

    use super::log;
    use crate::watch::fleet::Watching;
    use crate::watch::lock::lock;
    use crate::watch::plan::plan;

    /// Follows a log until a word of it is kept; all that is kept then.
    async fn kept(file: &std::path::Path, watching: &Arc<Watching>, word: &str) -> String {
        let kept = || String::from_utf8(lock(&watching.log).bytes()).unwrap();
        let is_there = async {
            while !kept().contains(word) {
                sleep(Duration::from_millis(5)).await;
            }
        };
        let followed = async {
            tokio::select! {
                () = log(file, watching) => {}
                () = is_there => {}
            }
        };
        timeout(Duration::from_secs(20), followed).await.unwrap();
        kept()
    }

    #[tokio::test]
    async fn a_log_that_is_followed_anew_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("plimsoll.toml");
        let server = "[[server]]\nname = \"shop\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n";
        fs::write(&config, server).unwrap();
        let watching = Arc::new(Watching::new(&plan(&config).unwrap().servers[0]));
        let file = folder.path().join("log");
        fs::write(&file, "first\n").unwrap();
        assert_eq!(kept(&file, &watching, "first\n").await, "first\n");
        fs::write(&file, "first\nsecond\n").unwrap();
        let both = kept(&file, &watching, "second\n").await;
        assert_eq!(both, "first\nsecond\n");
    }
}
