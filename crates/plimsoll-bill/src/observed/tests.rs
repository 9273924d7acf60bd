//! Loads of servers as they were seen.

use std::collections::BTreeMap;

use plimsoll_conf::format::dump;
use plimsoll_conf::running::running;
use plimsoll_model::{LoadGroup, Profile, ServerFacts, SessionsSource};

use super::groups::SMALL_BYTES;
use super::{Observed, Past, observed};
use crate::price;

fn seen(engine: &str, version: &str, rows: &str) -> (Observed, plimsoll_model::InForce) {
    seen_after(engine, version, rows, None)
}

fn seen_after(
    engine: &str,
    version: &str,
    rows: &str,
    past: Option<&Past>,
) -> (Observed, plimsoll_model::InForce) {
    let head = format!("{{\"schema\":\"plimsoll.dump/1\",\"engine\":\"{engine}\"}}\n");
    let identity = format!("{{\"q\":\"identity\",\"r\":{{\"version\":\"{version}\"}}}}\n");
    let ends = [
        "identity",
        "settings",
        "sessions",
        "session_time",
        "databases",
        "overrides",
        "checkpoints",
        "status",
        "schemas",
    ];
    let ends = ends
        .map(|name| format!("{{\"q\":\"{name}\",\"end\":true}}\n"))
        .concat();
    let text = [head.as_str(), &identity, rows, &ends].concat();
    let snapshot = dump::read(text.as_bytes()).expect("a dump");
    let settings = running(&snapshot).expect("settings").settings;
    let observed = observed(&snapshot, &settings, past);
    (observed.expect("sessions"), settings)
}

const POSTGRESQL: &str = r#"
{"q":"settings","r":{"name":"work_mem","setting":"4096","unit":"kB","vartype":"integer","source":"default"}}
{"q":"sessions","r":{"backend_type":"client backend","state":"idle","user":"app","database":"shop","count":"90"}}
{"q":"sessions","r":{"backend_type":"client backend","state":"active","user":"app","database":"shop","count":"6"}}
{"q":"sessions","r":{"backend_type":"client backend","state":"active","user":"report","database":"shop","count":"2"}}
{"q":"sessions","r":{"backend_type":"checkpointer","count":"1"}}
{"q":"databases","r":{"name":"shop","size_bytes":"1000000","temp_files":"0"}}
{"q":"databases","r":{"name":"postgres","size_bytes":"7000000","temp_files":"0"}}
{"q":"overrides","r":{"role":"report","name":"work_mem","value":"64MB"}}
{"q":"overrides","r":{"role":"report","database":"shop","name":"work_mem","value":"128MB"}}
{"q":"overrides","r":{"database":"shop","name":"statement_timeout","value":"10s"}}
"#;

fn shape(group: &LoadGroup) -> (u64, Option<u64>, &BTreeMap<String, String>) {
    let operation = group.operations.iter().flatten().next();
    let bytes = operation.map_or(Some(0), |operation| operation.operand_bytes);
    (group.sessions.unwrap_or(0), bytes, &group.set)
}

#[test]
fn what_a_role_sets_for_itself_is_priced_with_its_sessions() {
    let (observed, _) = seen("postgresql", "16.4", POSTGRESQL);
    let none = BTreeMap::new();
    let reports = BTreeMap::from([("work_mem".to_owned(), "128MB".to_owned())]);
    let shapes: Vec<_> = observed.now.groups.iter().map(shape).collect();
    assert_eq!(
        shapes,
        [
            (90, Some(0), &none),
            (6, Some(SMALL_BYTES), &none),
            (2, Some(SMALL_BYTES), &reports),
        ]
    );
    assert_eq!(observed.arrivals.sessions, 98);
    assert_eq!(observed.now.data_bytes, Some(8_000_000));
}

/// Sessions by whether they are active and what they set, and what is said of them.
fn peak(observed: &Observed) -> (Vec<(u64, bool, usize)>, Vec<&str>) {
    let groups = observed.peak.groups.iter();
    let shapes = groups.map(|group| {
        let (sessions, bytes, set) = shape(group);
        (sessions, bytes != Some(0), set.len())
    });
    let said = observed.peak.seen.iter().map(String::as_str).collect();
    (shapes.collect(), said)
}

fn past(open: u64, active: u64) -> Past {
    Past {
        audits: 43,
        since: "2026-11-01".to_owned(),
        open,
        active,
    }
}

#[test]
fn the_most_that_earlier_audits_saw_is_priced_and_named() {
    let (observed, _) = seen_after("postgresql", "16.4", POSTGRESQL, Some(&past(140, 40)));
    let (groups, said) = peak(&observed);
    assert_eq!(groups, [(30, true, 0), (10, true, 1), (100, false, 0)]);
    assert_eq!(
        said,
        [
            "140 sessions open: the most that 43 audits saw since 2026-11-01",
            "40 sessions active: the most that 43 audits saw since 2026-11-01",
        ]
    );
    assert_eq!((observed.arrivals.sessions, observed.active), (140, 8));
    // The moment itself stays what it was.
    assert_eq!(observed.now.groups.len(), 3);
    assert!(observed.now.seen.is_empty());
    let (observed, _) = seen_after("postgresql", "16.4", POSTGRESQL, Some(&past(90, 3)));
    let (groups, said) = peak(&observed);
    assert_eq!(groups, [(6, true, 0), (2, true, 1), (90, false, 0)]);
    assert_eq!(
        said[0],
        "98 sessions open: at this moment; a peak may be more"
    );
}

#[test]
fn an_average_raises_a_figure_and_never_lowers_it() {
    let averages = |open: &str, active: &str| {
        let row = format!(
            "{POSTGRESQL}{{\"q\":\"session_time\",\"r\":{{\"open_average\":\"{open}\",\"active_average\":\"{active}\",\"since\":\"2026-10-01\"}}}}\n"
        );
        let (observed, _) = seen("postgresql", "16.4", &row);
        let said = peak(&observed).1;
        said.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        averages("12.000", "11.250"),
        [
            "98 sessions open: at this moment; a peak may be more",
            "12 sessions active: their average since 2026-10-01; a peak may be more",
        ]
    );
    let next = averages("0.9", "8.001");
    assert!(next[1].starts_with("9 sessions active"), "{next:?}");
    assert_eq!(
        averages("1.0", "120.001"),
        [
            "121 sessions open: as many as were active",
            "121 sessions active: their average since 2026-10-01; a peak may be more",
        ]
    );
}

#[test]
fn who_comes_where_nobody_is_now_is_not_left_out_and_who_asked_is() {
    let nobody = "{\"q\":\"settings\",\"r\":{\"name\":\"work_mem\",\"setting\":\"4096\",\"unit\":\"kB\",\"vartype\":\"integer\",\"source\":\"default\"}}\n";
    let asked = format!(
        "{nobody}{{\"q\":\"session_time\",\"r\":{{\"open_average\":\"0.900\",\"active_average\":\"0.010\",\"since\":\"2026-10-01\"}}}}\n"
    );
    let (observed, _) = seen("postgresql", "16.4", &asked);
    assert_eq!(observed.arrivals.sessions, 0);
    let (observed, _) = seen_after("postgresql", "16.4", nobody, Some(&past(9, 4)));
    assert_eq!(peak(&observed).0, [(4, true, 0), (5, false, 0)]);
    let one = format!(
        "{nobody}{{\"q\":\"sessions\",\"r\":{{\"backend_type\":\"client backend\",\"state\":\"active\",\"count\":\"1\"}}}}\n"
    );
    let (observed, _) = seen_after("postgresql", "16.4", &one, Some(&past(9, 4)));
    assert_eq!(peak(&observed).0, [(4, true, 0), (5, false, 0)]);
}

#[test]
fn a_statement_that_outgrew_its_memory_fills_it_as_often_as_it_runs() {
    let statement = |ms: u64| {
        format!(
            "{POSTGRESQL}{{\"q\":\"statements\",\"r\":{{\"queryid\":\"1\",\"total_ms\":\"{ms}\",\"temp_blocks_written\":\"9\"}}}}\n{{\"q\":\"statements\",\"end\":true}}\n{{\"q\":\"statements_since\",\"r\":{{\"counted_seconds\":\"100\"}}}}\n{{\"q\":\"statements_since\",\"end\":true}}\n"
        )
    };
    let filling = |ms| {
        let (observed, _) = seen("postgresql", "16.4", &statement(ms));
        let groups = observed.peak.groups.iter();
        let filling = groups.filter(|group| shape(group).1.is_none());
        filling.filter_map(|group| group.sessions).sum::<u64>()
    };
    assert_eq!(
        (filling(10), filling(250_000), filling(900_000_000)),
        (1, 3, 98)
    );
}

#[test]
fn buffers_hold_no_more_than_was_handed_out_since_the_start() {
    let data = |from: &str| {
        let rows = format!(
            "{POSTGRESQL}{{\"q\":\"checkpoints\",\"r\":{{\"buffers_allocated\":\"100\",\"allocated_from_seconds\":\"{from}\"}}}}\n"
        );
        let (observed, _) = seen("postgresql", "16.4", &rows);
        (observed.now.data_bytes, observed.peak.data_bytes)
    };
    assert_eq!(data("-86400.000"), (Some(819_200), Some(8_000_000)));
    assert_eq!(data("0.412"), (Some(819_200), Some(8_000_000)));
    assert_eq!(data("7200.000"), (Some(8_000_000), Some(8_000_000)));
}

#[test]
fn a_bill_of_what_was_seen_says_so() {
    let (observed, settings) = seen("postgresql", "16.4", POSTGRESQL);
    let bill = price(
        &settings,
        &ServerFacts::default(),
        &observed.peak,
        Profile::default(),
        Some(observed.arrivals),
    )
    .expect("a bill");
    assert_eq!(
        (bill.load.sessions, bill.load.sessions_source),
        (98, SessionsSource::Observed)
    );
    assert_eq!(bill.load_line.of, 98);
}

#[test]
fn an_idle_session_is_not_taken_to_have_come_by_all_that_lies_there() {
    let large = POSTGRESQL.replace(
        "\"size_bytes\":\"1000000\"",
        "\"size_bytes\":\"64000000000\"",
    );
    let buffers = "{\"q\":\"settings\",\"r\":{\"name\":\"shared_buffers\",\"setting\":\"1048576\",\"unit\":\"8kB\",\"vartype\":\"integer\",\"source\":\"configuration file\"}}\n";
    let (observed, settings) = seen("postgresql", "16.4", &format!("{buffers}{large}"));
    let facts = ServerFacts::default();
    let page_tables = |load| {
        let bill = price(
            &settings,
            &facts,
            load,
            Profile::default(),
            Some(observed.arrivals),
        );
        let lines = bill.expect("a bill").lines;
        let line = lines
            .into_iter()
            .find(|line| line.what.contains("page tables"));
        line.expect("its line").range
    };
    // 8 of the 98 sessions are active; 8 GB mapped take 16 MB of page tables each.
    let range = page_tables(&observed.peak);
    assert!(range.likely_bytes < range.high_bytes / 10, "{range:?}");
    let declared = plimsoll_model::Load {
        is_only_stored: false,
        ..observed.peak.clone()
    };
    assert_eq!(page_tables(&declared).likely_bytes, range.high_bytes);
}

#[test]
fn the_most_sessions_since_the_start_are_the_peak() {
    let rows = r#"
{"q":"settings","r":{"name":"max_connections","value":"151","source":"COMPILED"}}
{"q":"sessions","r":{"user":"app","command":"Sleep","count":"20","running":"0"}}
{"q":"sessions","r":{"user":"app","command":"Query","count":"5","running":"5"}}
{"q":"sessions","r":{"user":"event_scheduler","command":"Daemon","count":"1","running":"0"}}
{"q":"status","r":{"name":"Max_used_connections","value":"100"}}
{"q":"status","r":{"name":"Innodb_buffer_pool_bytes_data","value":"5000000"}}
{"q":"status","r":{"name":"Key_blocks_used","value":"7"}}
{"q":"schemas","r":{"engine":"MyISAM","data_bytes":"900000","index_bytes":"400000"}}
{"q":"schemas","r":{"engine":"InnoDB","data_bytes":"8000000","index_bytes":"1000000"}}
"#;
    let (observed, _) = seen("mysql", "8.4.3", rows);
    assert_eq!((observed.active, observed.counted), (5, Some(100)));
    assert_eq!(
        observed.peak.seen,
        [
            "100 sessions open: the most since the start, which the server counts",
            "20 sessions active: as large a part of them as is now; the server counts no peak",
        ]
    );
    let at = format!(
        "{rows}{{\"q\":\"status\",\"r\":{{\"name\":\"Max_used_connections_time\",\"value\":\"2026-11-20 08:00:12\"}}}}\n"
    );
    let (later, _) = seen_after("mysql", "8.4.3", &at, Some(&past(90, 60)));
    assert_eq!(
        later.peak.seen,
        [
            "100 sessions open: the most since the start, which the server counts (2026-11-20 08:00:12)",
            "60 sessions active: the most that 43 audits saw since 2026-11-01",
        ]
    );
    let sessions = |load: &plimsoll_model::Load| -> Vec<u64> {
        load.groups
            .iter()
            .filter_map(|group| group.sessions)
            .collect()
    };
    assert_eq!(sessions(&observed.now), [5, 20]);
    assert_eq!(sessions(&observed.peak), [20, 80]);
    assert_eq!(
        (observed.now.data_bytes, observed.now.key_buffer_bytes),
        (Some(5_000_000), Some(7_168))
    );
    assert_eq!(
        (observed.peak.data_bytes, observed.peak.key_buffer_bytes),
        (Some(9_000_000), Some(400_000))
    );
}
