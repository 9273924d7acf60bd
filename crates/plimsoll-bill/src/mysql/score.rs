//! The model against the measured runs of both engines, pinned: a change that
//! makes it worse fails here, one that makes it better moves the pin.

use plimsoll_conf::read_load;
use plimsoll_model::{Engine, InForce, Malloc, Profile};
use serde_json::Value as Json;

use super::testing::{MB, facts, put, read_my_cnf, series};
use crate::price;

const MARIADB: &str = include_str!("../../../../truth/mariadb-10.11.jsonl");
const MYSQL: &str = include_str!("../../../../truth/mysql-9.7.jsonl");

/// One run, measured and predicted.
struct Scored {
    id: String,
    peak: f64,
    likely: f64,
    high: f64,
}

/// How well a set of runs was predicted.
#[derive(Debug)]
struct Marks {
    median: f64,
    p95: f64,
    tightness: f64,
    below: Vec<String>,
}

/// What the server had in force: the run's settings as a file, read as such.
fn settings(engine: Engine, run: &Json) -> InForce {
    let mut text = "[mysqld]\n".to_owned();
    for (name, value) in run["settings"].as_object().into_iter().flatten() {
        let value = value.to_string().replace('"', "");
        text.extend([name.as_str(), " = ", &value, "\n"]);
    }
    read_my_cnf(engine, series(engine), &text)
}

fn malloc(engine: Engine, run: &Json) -> Malloc {
    match (run["malloc"].as_str(), engine) {
        (Some("default"), Engine::Mysql) => Malloc::Tcmalloc,
        (Some("jemalloc"), _) => Malloc::Jemalloc,
        _ => Malloc::Glibc,
    }
}

/// The runs of a file; `told` may say what no configuration knows.
fn scored(engine: Engine, text: &str, told: impl Fn(&Json, &mut InForce)) -> Vec<Scored> {
    let runs = text
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).expect("a run"))
        .filter(|run| run["outcome"] == "ok");
    runs.map(|run| {
        let mut settings = settings(engine, &run);
        told(&run, &mut settings);
        let reading = read_load(engine, "load.json", run["load"].to_string().as_bytes());
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let facts = facts(malloc(engine, &run));
        let bill = price(&settings, &facts, &reading.load, Profile::Mixed, None);
        let total = bill.expect("a bill").total;
        Scored {
            id: run["id"].as_str().expect("an id").to_owned(),
            peak: run["peak_bytes"].as_f64().expect("a peak"),
            likely: total.likely_bytes as f64,
            high: total.high_bytes as f64,
        }
    })
    .collect()
}

fn marks(scored: &[Scored]) -> Marks {
    let sorted = |of: &dyn Fn(&Scored) -> f64| {
        let mut all: Vec<f64> = scored.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all
    };
    let errors = sorted(&|run| (run.likely / run.peak - 1.0).abs());
    let tightness = sorted(&|run| run.high / run.peak);
    let below = scored.iter().filter(|run| run.high < run.peak);
    Marks {
        median: errors[errors.len() / 2],
        p95: errors[errors.len() * 95 / 100],
        tightness: tightness[tightness.len() / 2],
        below: below.map(|run| run.id.clone()).collect(),
    }
}

fn assert_marks(name: &str, scored: &[Scored], median: f64, p95: f64, tightness: f64) {
    let marks = marks(scored);
    let held = marks.median <= median
        && marks.p95 <= p95
        && marks.tightness <= tightness
        && marks.below.is_empty();
    assert!(held, "{name}: {marks:?}");
}

/// Every other run: neither half may lean on the other.
fn halves(scored: Vec<Scored>) -> [Vec<Scored>; 2] {
    let mut halves = [Vec::new(), Vec::new()];
    for (index, run) in scored.into_iter().enumerate() {
        halves[index % 2].push(run);
    }
    halves
}

#[test]
fn mysql_is_predicted_within_the_aims() {
    let all = scored(Engine::Mysql, MYSQL, |_, _| ());
    assert_eq!(all.len(), 100);
    assert_marks("all", &all, 0.02, 0.06, 1.25);
    for half in halves(all) {
        assert_marks("half", &half, 0.025, 0.075, 1.25);
    }
}

#[test]
fn mariadb_is_predicted_within_the_aims_where_its_log_position_is_told() {
    let all = scored(Engine::Mariadb, MARIADB, |run, settings| {
        // The rest of the log as the whole of a smaller buffer.
        let rest = run["log_rest_bytes"].as_u64().expect("a rest");
        put(settings, "innodb_log_buffer_size", rest);
        put(settings, "innodb_log_file_size", rest * 4);
    });
    assert_eq!(all.len(), 100);
    assert_marks("all", &all, 0.02, 0.095, 1.25);
    for half in halves(all) {
        assert_marks("half", &half, 0.025, 0.11, 1.25);
    }
}

#[test]
fn a_log_position_that_nobody_knows_costs_the_likely_figure_and_not_the_bound() {
    let all = scored(Engine::Mariadb, MARIADB, |_, _| ());
    assert_marks("all", &all, 0.033, 0.25, 1.27);
    // Where the buffer is a sixth of the log or less, the position hardly counts.
    let small = scored(Engine::Mariadb, MARIADB, |_, _| ());
    let lines = MARIADB
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).expect("a run"));
    let small: Vec<Scored> = small
        .into_iter()
        .zip(lines)
        .filter(|(_, run)| {
            settings(Engine::Mariadb, run).bytes("innodb_log_buffer_size") <= Some(16 * MB)
        })
        .map(|(scored, _)| scored)
        .collect();
    assert_marks("small buffers", &small, 0.03, 0.1, 1.25);
}
