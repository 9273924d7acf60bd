//! What is kept, what is left out, and who keeps whom from it.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Engine, Event, EventKind, Metric, Reading, Sample, Source};
use plimsoll_store::{Limits, Moment, Place, Store};
use plimsoll_watch::Input;

use super::History;
use super::act::WAIT_MAX;
use crate::watch::fleet::Watching;
use crate::watch::lock::lock;
use crate::watch::plan::{self, plan};
use crate::watch::shared::Shared;

/// A fleet of these servers, each known to the history by its name.
fn shared(folder: &Path, names: &[&str]) -> Arc<Shared> {
    let file = folder.join("plimsoll.toml");
    let one = |name: &&str| {
        format!("[[server]]\nname = \"{name}\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n")
    };
    std::fs::write(&file, names.iter().map(one).collect::<String>()).unwrap();
    let shared = Arc::new(Shared::begun());
    let servers = plan(&file).unwrap().servers;
    let servers = servers.iter().map(|planned| {
        let watching = Watching::new(planned);
        watching.known_as((Engine::Postgresql, watching.name.clone()));
        Arc::new(watching)
    });
    let servers = servers.collect();
    shared.fleet.set(servers, std::collections::BTreeMap::new());
    shared
}

fn history(folder: &Path, limits: Limits, shared: &Arc<Shared>) -> History {
    let place = folder.display().to_string();
    History::of(&plan::Store { place, limits }, shared)
}

fn sample(at: Timestamp, labels: &[String]) -> Input {
    let reading = |label: &String| Reading {
        metric: Metric::Sessions,
        labels: vec![label.clone()],
        value: 7.0,
    };
    Input::Sample(Sample {
        at,
        source: Source::Server,
        took_seconds: 0.0,
        readings: labels.iter().map(reading).collect(),
        blockers: Vec::new(),
        gaps: Vec::new(),
    })
}

fn event(at: Timestamp, kind: &str) -> Input {
    Input::Happened(Event {
        at,
        kind: EventKind::Other(kind.to_owned()),
        target: "*".to_owned(),
        message: "it happened".to_owned(),
        actor: None,
        reference: None,
    })
}

#[tokio::test]
async fn what_no_history_takes_is_left_out_and_counted_and_the_rest_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let shared = shared(folder.path(), &["shop", "other"]);
    let long_ago = Timestamp::now() - SignedDuration::from_secs(60);
    for server in shared.fleet.servers().iter() {
        server.take(sample(long_ago, &["x".repeat(500), "active".to_owned()]));
        for kind in ["", "a\0b", &"x".repeat(801), "deploy"] {
            server.take(event(long_ago, kind));
        }
    }
    let place = folder.path().display().to_string();
    let mut history = history(folder.path(), Limits::default(), &shared);
    assert!(history.turn(true).await);
    let keeping = lock(&shared.counters.keeping).clone().unwrap();
    assert_eq!((keeping.is_up, keeping.unfit), (true, 2 * 4));
    history.end().await;
    let store = Store::open(&Place::parse(&place).unwrap(), WAIT_MAX).await;
    let store = store.unwrap();
    let [from, to] =
        ["2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z"].map(|it| Moment::parse(it).unwrap());
    for server in ["shop", "other"] {
        let events = store.events(server, &from, &to, 9).await.unwrap();
        assert_eq!(events.len(), 1, "{server}: {events:?}");
        let samples = store.samples(server, "sessions\u{1f}active", &from, &to);
        assert_eq!(samples.await.unwrap().points.len(), 1, "{server}");
    }
}

#[tokio::test]
async fn servers_that_cannot_be_written_keep_no_other_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["bad-1", "bad-2", "bad-3", "bad-4", "shop"];
    let shared = shared(folder.path(), &names);
    let now = Timestamp::now();
    let mut history = history(folder.path(), Limits::default(), &shared);
    assert!(history.turn(false).await);
    let file = folder.path().join(plimsoll_store::FILE_NAME);
    let refusing = "CREATE TRIGGER refusing BEFORE INSERT ON events \
        WHEN (SELECT key FROM targets WHERE id = NEW.target) LIKE 'bad-%' \
        BEGIN SELECT RAISE(ABORT, 'as it is made to'); END";
    let file = rusqlite::Connection::open(file).unwrap();
    file.execute_batch(refusing).unwrap();
    for server in shared.fleet.servers().iter() {
        server.take(event(now, "deploy"));
    }
    assert!(!history.turn(false).await && !history.turn(false).await);
    let count = || {
        let count = "SELECT count(*) FROM events";
        file.query_row(count, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(count(), 1);
    // Nothing of theirs is lost once they can be.
    file.execute_batch("DROP TRIGGER refusing").unwrap();
    assert!(history.turn(false).await);
    assert_eq!(count(), 5);
}

#[tokio::test]
async fn the_limits_of_the_store_are_kept() {
    let day = SignedDuration::from_hours(24);
    let none = Limits::default();
    let young = Limits {
        age_days_max: Some(1),
        ..none
    };
    let small = Limits {
        bytes_max: Some(1),
        ..none
    };
    for (limits, events, blocks) in [(none, 2, 1), (young, 1, 1), (small, 2, 0)] {
        let folder = tempfile::tempdir().unwrap();
        let shared = shared(folder.path(), &["shop"]);
        let now = Timestamp::now();
        for server in shared.fleet.servers().iter() {
            let labels = ["active".to_owned()];
            server.take(sample(now - SignedDuration::from_secs(60), &labels));
            server.take(event(now - day * 3, "deploy"));
            server.take(event(now, "deploy"));
        }
        let mut history = history(folder.path(), limits, &shared);
        assert!(history.turn(true).await);
        history.end().await;
        let file = folder.path().join(plimsoll_store::FILE_NAME);
        let file = rusqlite::Connection::open(file).unwrap();
        let count = |table| {
            let count = format!("SELECT count(*) FROM {table}");
            file.query_row(&count, [], |row| row.get::<_, i64>(0))
                .unwrap()
        };
        assert_eq!(
            (count("events"), count("samples")),
            (events, blocks),
            "{limits:?}"
        );
    }
}
