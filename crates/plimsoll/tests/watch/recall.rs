//! What another run of the daemon saw: learned again at the start, and shown over the
//! API as far back as it is kept.

use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use plimsoll_store::{Place, Point, Slice, Store, Target};
use serde_json::Value;
use tokio::runtime::Builder;

use crate::support::{Daemon, section, server, until};

/// Two hours of a server, in stretches of ten seconds: sessions and their memory.
fn fill(folder: &Path, begin: Timestamp) {
    let figures = |bytes: f32, each: f32| {
        let point = move |stretch: i64| {
            let mean = bytes + each * ((stretch / 30 % 7) as f32);
            Point {
                at: begin.as_second() + stretch * 10,
                min: mean,
                mean,
                max: mean * 2.0,
            }
        };
        (0..720).map(point).collect()
    };
    let slice = |series: &str, points| Slice {
        series: series.to_owned(),
        points,
    };
    let slices = [
        slice("memory_anon_bytes", figures(1e8, 2e7)),
        slice("memory_shmem_bytes", figures(1e8, 0.0)),
        slice("sessions\u{1f}idle", figures(20.0, 10.0)),
    ];
    let target = Target {
        key: "postgresql/shop".to_owned(),
        name: "shop".to_owned(),
        engine: "postgresql".to_owned(),
    };
    let place = Place::parse(&folder.display().to_string()).unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut store = Store::open(&place, Duration::from_secs(5)).await.unwrap();
        store.keep_slices(&target, &slices).await.unwrap();
        store.close().await;
    });
}

/// A metric of the server over time.
fn series(daemon: &Daemon, query: &str) -> Value {
    let (code, body) = daemon.get(&format!("/api/v1/servers/shop/series?{query}"));
    assert_eq!(code, 200, "{query}: {body}");
    serde_json::from_str(&body).unwrap()
}

fn learned_from(daemon: &Daemon, begin: Timestamp) -> Value {
    daemon.until("it is learned from the history", "shop", |it| {
        it["load_line"]["learned_from"] == begin.to_string()
    })
}

#[test]
fn what_a_run_before_saw_is_learned_again_and_told_over_the_api() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let now = Timestamp::now().as_second().div_euclid(600) * 600;
    let begin = Timestamp::from_second(now - 3 * 3600).unwrap();
    fill(folder.path(), begin);
    let place = format!("[store]\nplace = \"{}\"\n", folder.path().display());
    let configuration = section("shop", &instance, "") + &place;
    let daemon = Daemon::start("", &configuration);
    let learned = learned_from(&daemon, begin);
    // What sessions take is known; the line wants a minute of this start besides.
    let why = learned["unknown"]["learned_sessions"].as_str();
    let waits = "no minute is over since the server started";
    assert!(why.is_none_or(|why| why == waits), "{why:?}");

    let to = begin + SignedDuration::from_mins(1);
    let fine = series(&daemon, &format!("metric=sessions&from={begin}&to={to}"));
    assert_eq!(fine["step_seconds"], 10.0, "{fine}");
    let one = &fine["series"][0];
    assert_eq!(one["labels"]["state"], "idle");
    assert_eq!(one["points"].as_array().unwrap().len(), 6);
    assert_eq!(one["points"][0][0], begin.to_string());
    let figures = [&one["least"][0], &one["points"][0][1], &one["most"][0]];
    assert_eq!(figures, [&20.0, &20.0, &40.0]);

    let long_ago = begin - SignedDuration::from_hours(24 * 40);
    let coarse = series(
        &daemon,
        &format!("metric=sessions&from={long_ago}&to={begin}"),
    );
    assert_eq!(
        (&coarse["step_seconds"], &coarse["series"]),
        (&300.0.into(), &Value::Array(vec![]))
    );
    let coarse = series(
        &daemon,
        &format!("metric=memory_anon_bytes&from={long_ago}"),
    );
    let points = coarse["series"][0]["points"].as_array().unwrap().len();
    assert!((24..30).contains(&points), "{points}");

    let recent = until("sessions are sampled", || {
        let recent = series(&daemon, "metric=sessions");
        (!recent["series"].as_array().unwrap().is_empty()).then_some(recent)
    });
    assert_eq!(recent["step_seconds"], 3.0, "{recent}");
    assert!(recent["series"][0]["least"].is_null());
    let refused = format!("/api/v1/servers/shop/series?metric=sessions&from={to}&to={begin}");
    let (code, why) = daemon.get(&refused);
    assert_eq!(code, 400);
    assert!(why.contains("`from` must lie before `to`"), "{why}");

    let (ended, _, log) = daemon.stop();
    assert!(
        ended.success() && log.contains("learned from the history"),
        "{log}"
    );
    learned_from(&Daemon::start("", &configuration), begin);
}

#[test]
fn a_history_that_is_out_of_reach_is_told_to_who_asks_for_it() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let store = "[store]\nplace = \"/dev/null/history\"\n";
    let daemon = Daemon::start("", &(section("shop", &instance, "") + store));
    let path = "/api/v1/servers/shop/series?metric=sessions&from=2026-01-01T00:00:00Z";
    let told = |words: &str| {
        until(words, || {
            let (code, why) = daemon.get(path);
            assert_eq!(code, 503, "{why}");
            why.starts_with(words).then_some(())
        });
    };
    told("the server has not told which one it is since");
    told("the history is not read: ");
    assert_eq!(
        daemon.get("/api/v1/servers/shop/series?metric=sessions").0,
        200
    );
}
