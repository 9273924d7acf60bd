//! The live load line held against real servers: of every configuration and work that
//! was measured at three numbers of sessions, the line is learned from the two smaller
//! ones, under a limit at what the largest really took.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use plimsoll_model::{Metric, Reading, Sample, Source};
use plimsoll_watch::{Input, Target};
use serde_json::Value;

/// Anonymous, shared and the kernel's bytes at the peak, by sessions.
type Runs = BTreeMap<u64, [f64; 3]>;

fn runs(file: &str) -> BTreeMap<String, Runs> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../truth");
    let text = std::fs::read_to_string(folder.join(file)).expect("measured runs");
    let mut all: BTreeMap<String, Runs> = BTreeMap::new();
    for line in text.lines() {
        let run: Value = serde_json::from_str(line).expect("a run");
        let is_plain = run["outcome"] == "ok" && run["limit_mb"].is_null();
        let (Some(work), Some(sessions)) = (run["workload"].as_str(), run["clients"].as_u64())
        else {
            continue;
        };
        let part = |name: &str| run["parts"][name].as_f64();
        let parts = [part("rss"), part("shmem"), part("kmem")];
        if let ([Some(anon), Some(shmem), Some(kernel)], true) = (parts, is_plain) {
            let case = format!("{file} {work} {} {}", run["settings"], run["args"]);
            all.entry(case)
                .or_default()
                .insert(sessions, [anon, shmem, kernel]);
        }
    }
    all.retain(|_, runs| runs.len() >= 3);
    all
}

/// What is learned of a server that has each number of sessions for ten minutes, and
/// takes what it took at its peak.
fn learned(levels: &[(u64, [f64; 3])], limit: f64) -> u64 {
    let mut target = Target::new("real", BTreeMap::from([(Source::Host, 10.0)]));
    for look in 0..360_i64 {
        let (sessions, [anon, shmem, kernel]) = levels[(look / 60) as usize % levels.len()];
        target.take(Input::Sample(Sample {
            at: Timestamp::from_second(1_700_000_040 + look * 10).expect("a moment of our time"),
            source: Source::Host,
            took_seconds: 0.001,
            readings: vec![
                Reading::plain(Metric::MemoryAnonBytes, anon),
                Reading::plain(Metric::MemoryShmemBytes, shmem),
                Reading::plain(Metric::MemoryKernelBytes, kernel),
                Reading::plain(Metric::MemoryLimitBytes, limit),
                Reading::of(Metric::Sessions, "active", sessions as f64),
            ],
            blockers: Vec::new(),
            gaps: Vec::new(),
        }));
    }
    let now = Timestamp::from_second(1_700_000_040 + 3590).expect("a moment of our time");
    let line = target.watched(now).line.learned;
    line.get().unwrap_or_else(|| panic!("{line:?}")).sessions
}

#[test]
fn lies_within_a_tenth_of_where_real_servers_took_so_much() {
    let mut worst = 0.0_f64;
    let mut count = 0;
    for file in ["postgresql-15.jsonl", "postgresql-15-jit.jsonl"] {
        for (case, runs) in runs(file) {
            let mut levels: Vec<(u64, [f64; 3])> = runs.into_iter().collect();
            let (really, parts) = levels.pop().expect("three levels");
            let sessions = learned(&levels, parts.iter().sum());
            let off = sessions as f64 / really as f64 - 1.0;
            println!("{off:+.3}: {sessions} sessions, really {really}: {case}");
            worst = worst.max(off.abs());
            count += 1;
        }
    }
    assert!(count >= 8, "{count} cases");
    assert!(worst <= 0.10, "{worst}");
}
