//! History: kept where plimsoll.toml says; where it cannot be, that is told and the
//! watch goes on.

use std::time::Duration;

use plimsoll_store::{Moment, Place, Store};
use rustix::process::Signal;
use tokio::runtime::Builder;

use crate::support::{Daemon, section, server, until};

/// The means of a series that a history has.
fn kept(folder: &std::path::Path, key: &str, series: &str) -> Vec<f32> {
    let place = Place::parse(&folder.display().to_string()).unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(&place, Duration::from_secs(5)).await.unwrap();
        let [from, to] =
            ["2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z"].map(|it| Moment::parse(it).unwrap());
        let samples = store.samples(key, series, &from, &to).await.unwrap();
        samples.points.iter().map(|point| point.mean).collect()
    })
}

#[test]
fn what_is_seen_is_kept_and_a_history_that_is_gone_is_told() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let shop = section("shop", &instance, "");
    let folder = tempfile::tempdir().unwrap();
    let daemon = Daemon::start(
        "",
        &(shop.clone() + "[store]\nplace = \"/dev/null/history\"\n"),
    );
    let status = until("the trouble is told", || {
        let status = daemon.status();
        let troubles = status["daemon"]["troubles"].as_array().unwrap();
        troubles
            .iter()
            .any(|it| it.as_str().unwrap().contains("history is not written"))
            .then_some(status.clone())
    });
    assert_eq!(status["servers"].as_array().unwrap().len(), 1);
    assert!(daemon.get("/metrics").1.contains("plimsoll_history_up 0"));
    daemon.until_reach("shop", "up");

    let place = format!("[store]\nplace = \"{}\"\n", folder.path().display());
    daemon.configure("", &(shop + &place));
    daemon.signal(Signal::HUP);
    until("the history is written", || {
        let (_, metrics) = daemon.get("/metrics");
        metrics.contains("plimsoll_history_up 1").then_some(())
    });
    let sizes = until("a stretch is kept", || {
        let kept = kept(folder.path(), "postgresql/shop", "memory_held_bytes");
        (!kept.is_empty()).then_some(kept)
    });
    assert!(sizes.iter().all(|bytes| *bytes > 1e6), "{sizes:?}");
    let (ended, _, log) = daemon.stop();
    assert!(ended.success(), "{log}");
    assert!(kept(folder.path(), "postgresql/shop", "memory_held_bytes").len() >= sizes.len());
}

#[test]
fn a_history_that_is_kept_no_more_says_nothing_more() {
    let server = "[[server]]\nname = \"a\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n";
    let folder = tempfile::tempdir().unwrap();
    let place = format!("[store]\nplace = \"{}\"\n", folder.path().display());
    let daemon = Daemon::start("", &(server.to_owned() + &place));
    let says = |wanted: bool| {
        let (_, metrics) = daemon.get("/metrics");
        (metrics.contains("plimsoll_history_up 1") == wanted).then_some(())
    };
    until("the history is written", || says(true));
    daemon.configure("", server);
    daemon.signal(Signal::HUP);
    until("it is kept no more", || says(false));
    let (ended, _, log) = daemon.stop();
    assert!(ended.success(), "{log}");
}
