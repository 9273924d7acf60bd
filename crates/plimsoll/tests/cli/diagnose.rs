//! `plimsoll diagnose` on a small outage: what it names and in which shape, what
//! it does with files that are not there or not logs, and that it keeps no secret.

use std::io::Write as _;
use std::process::{Command, Stdio};

use expect_test::expect;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::run::{Place, refusals, said};

const CANARY: &str = "hunter2canary";

/// `§` is the canary.
pub(crate) const SERVER: &str = "\
2024-05-21 17:41:09.772 UTC [1] LOG:  received SIGHUP, reloading configuration files
2024-05-21 17:41:09.773 UTC [1] LOG:  parameter \"work_mem\" changed to \"256MB\"
2024-05-22 10:31:01.100 UTC [211] LOG:  connection authorized: user=§ database=§ application_name=§
2024-05-22 10:31:02.100 UTC [211] ERROR:  invalid input syntax for type integer: \"§\"
2024-05-22 10:31:02.100 UTC [211] STATEMENT:  ALTER ROLE a PASSWORD '§'
2024-05-22 10:31:07.482 UTC [1] LOG:  server process (PID 214) was terminated by signal 9: Killed
2024-05-22 10:31:07.482 UTC [1] DETAIL:  Failed process was running: SELECT a FROM b WHERE c = '§' ORDER BY a
2024-05-22 10:31:07.483 UTC [1] LOG:  terminating any other active server processes
2024-05-22 10:31:07.540 UTC [230] FATAL:  the database system is in recovery mode
2024-05-22 10:31:07.790 UTC [1] LOG:  all server processes terminated; reinitializing
2024-05-22 10:31:14.700 UTC [1] LOG:  database system is ready to accept connections
";

pub(crate) const KERNEL: &str = "\
2024-05-22T10:31:07.411000+00:00 db1 kernel: postgres invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
2024-05-22T10:31:07.411010+00:00 db1 kernel: memory: usage 524288kB, limit 524288kB, failcnt 311
2024-05-22T10:31:07.411020+00:00 db1 kernel: Memory cgroup stats for /system.slice/docker-8f2c.scope:
2024-05-22T10:31:07.411030+00:00 db1 kernel: anon 450000000
2024-05-22T10:31:07.411040+00:00 db1 kernel: shmem 60000000
2024-05-22T10:31:07.411050+00:00 db1 kernel: Tasks state (memory values in pages):
2024-05-22T10:31:07.411060+00:00 db1 kernel: [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
2024-05-22T10:31:07.411070+00:00 db1 kernel: [   5001]   999  5001    60000     4200          81000        0             0 postgres
2024-05-22T10:31:07.411080+00:00 db1 kernel: [   5014]   999  5014    90000    24100         281000        0             0 postgres
2024-05-22T10:31:07.411090+00:00 db1 kernel: [   5015]   999  5015    90000    23800         281000        0             0 postgres
2024-05-22T10:31:07.411100+00:00 db1 kernel: [   5016]   999  5016    90000    23100         281000        0             0 postgres
2024-05-22T10:31:07.411110+00:00 db1 kernel: [   5017]   999  5017    90000    24000         281000        0             0 postgres
2024-05-22T10:31:07.411120+00:00 db1 kernel: [   5018]   999  5018    90000    23600         281000        0             0 postgres
2024-05-22T10:31:07.411130+00:00 db1 kernel: oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=docker-8f2c.scope,mems_allowed=0,oom_memcg=/system.slice/docker-8f2c.scope,task_memcg=/system.slice/docker-8f2c.scope,task=postgres,pid=5014,uid=999
2024-05-22T10:31:07.411140+00:00 db1 kernel: Memory cgroup out of memory: Killed process 5014 (postgres) total-vm:360000kB, anon-rss:84400kB, file-rss:4000kB, shmem-rss:8000kB, UID:999 pgtables:276kB oom_score_adj:0
";

const APP: &str = "\
2024-05-22 10:30:00,031 INFO shop.web: serving, key=§
2024-05-22 10:31:07,494 ERROR shop.catalogue: postgresql://shop:§@db/shop: server closed the connection unexpectedly
2024-05-22 10:31:07,552 ERROR shop.pool: connection failed: password=§: FATAL:  the database system is in recovery mode
";

const EVENTS: &str = r#"{"schema": "plimsoll.event/1", "time": "2024-05-20T09:12:44Z", "kind": "deploy", "target": "shop", "message": "release 2024.20 token=§", "actor": "§", "ref": null}
{"schema": "plimsoll.event/1", "time": "2024-05-21T17:41:09Z", "kind": "config_change", "target": "db1", "message": "work_mem 16MB -> 256MB password=§", "actor": "dba", "ref": null}
"#;

const ALL: &str = "diagnose --log server.log app.log --kernel kernel.log --events events.jsonl";

fn outage() -> Place {
    let files = [
        ("server.log", SERVER),
        ("kernel.log", KERNEL),
        ("app.log", APP),
        ("events.jsonl", EVENTS),
    ];
    let files = files.map(|(name, text)| (name, text.replace('§', CANARY)));
    Place::with(&files.each_ref().map(|(name, text)| (*name, text.as_str())))
}

fn names(value: &Value) -> Vec<&str> {
    let fields = value.as_object().unwrap();
    fields.keys().map(String::as_str).collect()
}

#[test]
fn the_cause_is_named_with_the_lines_that_prove_it() {
    let said = outage().run(ALL);
    assert_eq!((said.code, said.err.as_str()), (1, ""), "{said:?}");
    let first = said.out.lines().next().unwrap();
    assert!(first.starts_with("work-mem-times-sessions  "), "{first}");
    for shown in [
        "kernel.log:15  Memory cgroup out of memory",
        "server.log:6  server process (PID 214) was terminated",
        "  application   cleared",
        "  deploy        cleared",
        "Time line (UTC)",
        "  app.log: application, 3 lines",
    ] {
        assert!(said.out.contains(shown), "{shown}: {}", said.out);
    }
}

#[test]
fn json_has_the_shape_that_scripts_read() {
    let document = outage().run(&format!("{ALL} --format json")).json();
    assert_eq!(document["schema"], "plimsoll.diagnosis/1");
    assert_eq!(document["window"]["from"], "2024-05-20T09:12:44Z");
    let cause = &document["causes"][0];
    assert_eq!(cause["class"], "memory_config");
    assert_eq!(cause["layer"], "database");
    assert_eq!(cause["parameters"], serde_json::json!(["work_mem"]));
    assert!(cause["message"].is_string());
    let scores = document["causes"].as_array().unwrap().iter();
    let scores: Vec<f64> = scores.map(|it| it["score"].as_f64().unwrap()).collect();
    assert!(
        scores[0] > 0.5 && scores.iter().sum::<f64>() <= 1.0,
        "{scores:?}"
    );
    assert!(scores.is_sorted_by(|one, next| one >= next), "{scores:?}");
    for line in cause["evidence"].as_array().unwrap() {
        assert_eq!(names(line), ["file", "line", "time", "text"]);
        assert!(line["line"].as_u64().unwrap() > 0);
    }
    let layers = document["layers"].as_array().unwrap();
    let of = |finding: &Value| finding["layer"].as_str().unwrap().to_owned();
    let order = [
        "database",
        "container",
        "kernel",
        "orchestrator",
        "application",
        "deploy",
        "web",
        "network",
        "storage",
        "operator",
    ];
    assert_eq!(layers.iter().map(of).collect::<Vec<_>>(), order);
    for finding in layers {
        let verdict = finding["verdict"].as_str().unwrap();
        assert!(["cleared", "suspect", "unknown"].contains(&verdict));
        assert!(!finding["why"].as_str().unwrap().is_empty());
    }
    assert_eq!(layers[0]["verdict"], "suspect");
}

#[test]
fn a_log_of_a_server_that_is_well_ends_well() {
    let place = Place::with(&[(
        "server.log",
        "2024-05-22 10:00:00.000 UTC [1] LOG:  database system is ready to accept connections\n\
         2024-05-22 10:05:00.000 UTC [27] LOG:  checkpoint starting: time\n\
         2024-05-22 10:05:09.000 UTC [27] LOG:  checkpoint complete: wrote 9 buffers (0.1%)\n",
    )]);
    let said = place.run("diagnose --log server.log --format json");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.json()["causes"], serde_json::json!([]));
}

#[test]
fn what_is_explained_is_no_finding() {
    let place = Place::with(&[(
        "server.log",
        "2024-05-22 10:00:00.000 UTC [1] LOG:  database system is ready to accept connections\n\
         2024-05-22 10:05:00.000 UTC [44] FATAL:  terminating connection due to administrator command\n\
         2024-05-22 10:05:01.000 UTC [45] FATAL:  terminating connection due to administrator command\n\
         2024-05-22 10:09:00.000 UTC [27] LOG:  checkpoint complete: wrote 9 buffers (0.1%)\n",
    )]);
    let said = place.run("diagnose --log server.log --format json");
    assert_eq!(said.json()["causes"][0]["class"], "benign", "{said:?}");
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn a_file_that_is_not_there_leaves_the_others() {
    let said = outage().run(&format!("{ALL} --log no-such.log"));
    assert_eq!((said.code, said.err.lines().count()), (2, 1), "{said:?}");
    assert!(said.err.contains("no-such.log"));
    assert!(said.out.starts_with("work-mem-times-sessions"));
}

#[test]
fn what_cannot_be_asked_is_refused_in_a_line() {
    let place = Place::with(&[("server.log", SERVER), ("folder/x", "")]);
    let lines = [
        "diagnose",
        "diagnose --log no-such.log",
        "diagnose --log folder",
        "diagnose --log server.log --at yesterday",
    ];
    expect![[r#"
        diagnose
            plimsoll: the following required arguments were not provided: --log <FILE>...; --help shows what there is
        diagnose --log no-such.log
            plimsoll: no-such.log: cannot be read: no such file or directory
        diagnose --log folder
            plimsoll: folder: cannot be read: is a directory
        diagnose --log server.log --at yesterday
            plimsoll: invalid value 'yesterday' for '--at <TIME>': give a time like 2024-05-22T10:00:00Z or '2024-05-22 10:00' (UTC); --help shows what there is
    "#]].assert_eq(&refusals(&place, &lines));
}

#[test]
fn the_moment_asked_about_may_be_another() {
    let place = outage();
    for at in ["2024-05-22T10:31:00Z", "2024-05-22T12:31:00+02:00"] {
        let said = place.run(&format!("{ALL} --at {at}"));
        assert!(said.out.starts_with("work-mem-times-sessions"), "{said:?}");
    }
    let said = place.run(&format!("{ALL} --at 2021-01-01T00:00 --format json"));
    assert_eq!(said.json()["causes"], serde_json::json!([]), "{said:?}");
}

#[test]
fn compressed_files_and_standard_input_are_read_alike() {
    let place = outage();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(SERVER.as_bytes()).unwrap();
    place.write("server.log", &packed.finish().unwrap());
    let plain = SERVER.replace('§', "x");
    let from = |line: &str, input: &str| {
        let document = place.run_with(line, input).json();
        let evidence = document["causes"][0]["evidence"].as_array().unwrap().len();
        (document["causes"][0]["name"].clone(), evidence)
    };
    let packed = from(
        "diagnose --log server.log --kernel kernel.log --format json",
        "",
    );
    let piped = from("diagnose --log - --kernel kernel.log --format json", &plain);
    assert_eq!(packed, piped);
    assert_eq!(packed.0, "work-mem-times-sessions");
    place.write("cut.log.gz", &[0x1f, 0x8b, 8, 0, 0]);
    assert_eq!(place.run("diagnose --log cut.log.gz").code, 2);
}

#[test]
fn a_broken_pipe_ends_quietly_with_the_same_exit_code() {
    let script = format!(
        "{{ {} {ALL}; echo \"code $?\" >&2; }} | head -c 0",
        env!("CARGO_BIN_EXE_plimsoll")
    );
    let place = outage();
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(place.path(""));
    let said = said(command.stdin(Stdio::null()), "");
    assert_eq!(said.err, "code 1\n");
}

#[test]
fn what_is_no_log_has_no_cause_that_is_sure() {
    let noise: Vec<u8> = (0..60_000_u32)
        .map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let long = "x".repeat(3_000_000);
    for bytes in [&noise[..], long.as_bytes(), b"", b"\n\n", b"a,b\n1,2\n"] {
        let place = Place::with(&[]);
        place.write("x", bytes);
        for flag in ["--log", "--kernel", "--events"] {
            let document = place
                .run(&format!("diagnose {flag} x --format json"))
                .json();
            for cause in document["causes"].as_array().unwrap() {
                assert_eq!(cause["class"], "unknown", "{flag}: {cause}");
            }
        }
    }
}

#[test]
fn no_output_shows_a_secret_of_a_log() {
    let place = outage();
    for line in [
        ALL.to_owned(),
        format!("{ALL} --format json"),
        format!("{ALL} --picture time.svg"),
        "diagnose --log kernel.log events.jsonl --kernel server.log app.log".to_owned(),
        "diagnose --events server.log app.log --format json".to_owned(),
    ] {
        let said = place.run(&line);
        assert!(!said.all().contains(CANARY), "{line}: {}", said.all());
    }
    let drawn = std::fs::read_to_string(place.path("time.svg")).unwrap();
    assert!(!drawn.contains(CANARY), "{drawn}");
}

#[test]
fn the_time_line_is_drawn_beside_the_answer() {
    let place = outage();
    let said = place.run(&format!("{ALL} --picture time.svg"));
    assert_eq!((said.code, said.err.as_str()), (1, ""), "{said:?}");
    let drawn = std::fs::read_to_string(place.path("time.svg")).unwrap();
    assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n"));
    assert!(drawn.contains("<title>work-mem-times-sessions"));
    let said = place.run(&format!("{ALL} --picture no/such/time.svg"));
    assert_eq!((said.code, said.err.lines().count()), (2, 1), "{said:?}");
    assert!(said.out.starts_with("work-mem-times-sessions"));
}
