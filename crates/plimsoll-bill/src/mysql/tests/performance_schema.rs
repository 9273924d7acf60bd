//! The Performance Schema against the server's own count.

use plimsoll_model::Engine;

use super::super::testing::{KB, idle, likely, line, with};

use Engine::{Mariadb, Mysql};

/// Engine, settings, and what the server says it takes.
type Row = (Engine, &'static [(&'static str, u64)], u64);

#[test]
fn the_performance_schema_counts_as_the_server_does() {
    // SHOW ENGINE PERFORMANCE_SCHEMA STATUS of 9.7.4 and 10.11.18; MySQL leaves
    // the samples of digests (1 kB each) out of its own count.
    let cases: [Row; 7] = [
        (
            Mysql,
            &[("table_definition_cache", 400)],
            145_959_632 + 1000 * KB,
        ),
        (Mysql, &[("table_open_cache", 400)], 176_247_152 + 5000 * KB),
        (
            Mysql,
            &[("table_open_cache", 800), ("max_connections", 302)],
            176_247_152 + 5000 * KB,
        ),
        (
            Mysql,
            &[("table_open_cache", 802)],
            240_863_152 + 10_000 * KB,
        ),
        (
            Mysql,
            &[("table_open_cache", 200), ("max_connections", 303)],
            240_863_152 + 10_000 * KB,
        ),
        (
            Mariadb,
            &[("performance_schema", 1), ("max_connections", 302)],
            98_066_000,
        ),
        (
            Mariadb,
            &[("performance_schema", 1), ("max_connections", 303)],
            142_394_000,
        ),
    ];
    for (engine, changes, server_says) in cases {
        let settings = with(engine, changes);
        let line = line(&settings, &idle(1), "performance schema").expect("a line");
        let off = line.range.low_bytes.abs_diff(server_says) as f64 / server_says as f64;
        assert!(
            off < 0.004,
            "{engine} {changes:?}: {} against {server_says}",
            line.range.low_bytes
        );
    }
}

#[test]
fn digest_length_and_threads_multiply_its_rows() {
    let with_length = |length: u64, sessions: u64| {
        let settings = with(
            Mysql,
            &[
                ("table_open_cache", 200),
                ("performance_schema_max_digest_length", length),
            ],
        );
        likely(&settings, &idle(sessions), "performance schema")
    };
    // 11,120 rows hold a digest: 1000 + 5000 + 256 threads × (10 + 10).
    assert_eq!(with_length(4096, 1) - with_length(1024, 1), 11_120 * 3072);
    // A thread more than the first page of 256: 66,013,408 bytes on 9.7.4.
    let page = with_length(1024, 240) - with_length(1024, 200);
    assert!(page.abs_diff(66_013_408) < 100_000, "{page}");
    let off = with(Mysql, &[("performance_schema", 0)]);
    assert_eq!(likely(&off, &idle(9), "performance schema"), 0);
}
