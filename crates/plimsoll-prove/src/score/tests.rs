//! The pinned score: the model may get better on the runs in `truth/`, not worse.

use std::path::Path;

use super::marks::{Judged, Marks, marks};
use super::{Options, judge_all, table};

fn judged(name: &str) -> Vec<Judged> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../truth")
        .join(format!("{name}.jsonl"));
    let text = std::fs::read_to_string(&path).expect("runs in truth/");
    judge_all(name, &text).expect("runs that can be read")
}

/// Half of the runs, by the last letter of a digest of their names.
fn half(judged: &[Judged], which: u32) -> Marks {
    let digest = |name: &str| {
        name.bytes()
            .fold(0u32, |sum, byte| sum.wrapping_mul(31) ^ u32::from(byte))
    };
    marks(judged.iter().filter(|one| digest(&one.run.id) % 2 == which))
}

#[test]
fn the_score_of_postgresql_does_not_get_worse() {
    // Median error, 95th percentile, median of high / peak, load lines right.
    let pinned = [
        ("postgresql-15", 144, 0.041, 0.125, 1.46, 0.96),
        ("postgresql-15-jit", 144, 0.041, 0.125, 1.45, 0.95),
    ];
    for (server, runs, median, p95, tightness, lines) in pinned {
        let marks = marks(judged(server).iter());
        assert_eq!(marks.runs, runs, "{server}");
        assert_eq!(marks.above_high, 0, "{server}: a peak above high");
        assert!(marks.median_error <= median, "{server}: {marks:?}");
        assert!(marks.p95_error <= p95, "{server}: {marks:?}");
        assert!(marks.tightness <= tightness, "{server}: {marks:?}");
        assert!(marks.load_line_right >= lines, "{server}: {marks:?}");
        let from_other = marks.line_from_other.expect("cases of several counts");
        assert!(from_other <= 0.035, "{server}: {marks:?}");
    }
}

#[test]
fn neither_half_of_the_runs_carries_the_score_alone() {
    let judged = judged("postgresql-15");
    for which in [0, 1] {
        let marks = half(&judged, which);
        assert!(marks.runs > 50, "{marks:?}");
        assert!(marks.median_error <= 0.05, "{marks:?}");
        assert!(marks.p95_error <= 0.16, "{marks:?}");
    }
}

#[test]
fn the_evidence_counts_the_runs_that_are_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../truth");
    for (engine, one) in [
        ("postgresql", "postgresql-15"),
        ("mariadb", "mariadb-11.8"),
        ("mysql", "mysql-9.7"),
    ] {
        let mut runs = 0;
        let mut versions = std::collections::BTreeSet::new();
        for entry in std::fs::read_dir(&folder).expect("truth/") {
            let path = entry.expect("a file").path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let Some(build) = name.strip_prefix(engine) else {
                continue;
            };
            versions.extend(build.split('-').nth(1).map(str::to_owned));
            let text = std::fs::read_to_string(&path).expect("runs");
            runs += text.lines().count() as u64;
        }
        let judged = judged(one);
        let evidence = &judged[0].bill.evidence;
        assert_eq!(evidence.runs, runs, "{engine}");
        assert_eq!(evidence.versions, versions.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn the_table_shows_every_server_and_every_formula() {
    let options = Options {
        pictures: None,
        paths: Vec::new(),
        by_workload: true,
        worst: 1,
        bills_of: None,
    };
    let shown = table::all(&judged("postgresql-15"), &options);
    for word in [
        "postgresql-15",
        "  hashagg",
        "hotsos",
        "postgresqltuner",
        "postgres-checkup",
    ] {
        assert!(shown.contains(word), "{word} in {shown}");
    }
}
