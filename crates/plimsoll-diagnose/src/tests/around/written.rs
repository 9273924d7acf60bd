//! What was written into a configuration's files before a fall, and when it counts.

use std::fmt::Write as _;

use expect_test::expect;
use plimsoll_model::Known;

use crate::{Handed, Question, Reading, diagnose};

const KILLED: &str = "2024-05-22 10:00:00.000 UTC [1] LOG:  server process (PID 431) was terminated by signal 9: Killed\n";
const FIRST: &str = "2024-05-20 06:00:00.000 UTC [1] LOG:  checkpoint starting: time\n";

fn reloaded(time: &str) -> String {
    format!("2024-05-22 {time} UTC [1] LOG:  received SIGHUP, reloading configuration files\n")
}

/// Words of a commit whose file was written shortly before it.
fn committed(change: &str) -> String {
    format!("commit 1a2b3c4: {change} (p.conf, by Ann, written 2024-05-22T08:59:58Z)")
}

fn started(time: &str) -> String {
    format!("2024-05-22 {time} UTC [1] LOG:  starting PostgreSQL 16.4 on x86_64-pc-linux-gnu\n")
}

fn event(target: &str, message: &str, reference: Option<&str>) -> String {
    let reference = reference.map_or("null".to_owned(), |id| format!("\"{id}\""));
    format!(
        r#"{{"schema": "plimsoll.event/1", "time": "2024-05-22T09:00:00Z", "kind": "config_write", "target": "{target}", "message": "{message}", "actor": "Ann", "ref": {reference}}}
"#
    )
}

/// The first cause and what it is blamed on, behind a kill by nobody knows whom.
fn first(events: &str, log: &str) -> String {
    let mut told = Reading::new("files", Handed::Noticed);
    told.push(events.as_bytes());
    let mut server = Reading::new("server.log", Handed::Log);
    server.push(log.as_bytes());
    let incident = diagnose(vec![told.end(), server.end()], &Question::default());
    let cause = &incident.causes[0];
    let of_files = cause.evidence.iter().filter(|line| line.file == "files");
    let lines: Vec<&str> = of_files.map(|line| line.text.as_str()).collect();
    format!(
        "{} {:.2} {:?} {lines:?}",
        cause.name, cause.score, cause.parameters
    )
}

#[test]
fn what_was_written_counts_once_the_server_read_it() {
    let raised = event(
        "p.conf",
        &committed("work_mem 4MB -> 256MB"),
        Some("1a2b3c4"),
    );
    let mut said = String::new();
    for (what, log) in [
        ("no log of before", KILLED.to_owned()),
        (
            "a reload",
            format!("{FIRST}{}{KILLED}", reloaded("09:00:05.000")),
        ),
        (
            "a start",
            format!("{FIRST}{}{KILLED}", started("09:30:00.000")),
        ),
        (
            "a reload before it was written",
            format!("{FIRST}{}{KILLED}", reloaded("08:00:00.000")),
        ),
        (
            "a reload between writing and commit",
            format!("{FIRST}{}{KILLED}", reloaded("08:59:59.000")),
        ),
        ("neither", format!("{FIRST}{KILLED}")),
    ] {
        let _ = writeln!(said, "{what}: {}", first(&raised, &log));
    }
    expect![[r#"
        no log of before: work-mem-times-sessions 0.45 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann, written 2024-05-22T08:59:58Z)"]
        a reload: work-mem-times-sessions 0.79 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann, written 2024-05-22T08:59:58Z)"]
        a start: work-mem-times-sessions 0.79 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann, written 2024-05-22T08:59:58Z)"]
        a reload before it was written: work-mem-times-sessions 0.45 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann, written 2024-05-22T08:59:58Z)"]
        a reload between writing and commit: work-mem-times-sessions 0.79 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann, written 2024-05-22T08:59:58Z)"]
        neither: died-without-reason 0.62 [] []
    "#]].assert_eq(&said);
}

/// Committed at 9:00, perhaps elsewhere; reloaded at 9:30, perhaps for another reason.
#[test]
fn a_commit_counts_fully_once_its_file_was_there() {
    let mut said = String::new();
    let change = "commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann";
    for (what, own_time, own_words) in [
        ("written before", ", written 2024-05-22T08:10:00Z", ""),
        ("written behind", ", written 2024-05-22T15:00:00Z", ""),
        ("written nobody knows when", "", ""),
        (
            "the server says it",
            "",
            "parameter \"work_mem\" changed to \"256MB\"",
        ),
        (
            "it says another",
            "",
            "parameter \"wal_buffers\" changed to \"4MB\"",
        ),
    ] {
        let message = format!("{change}{own_time})");
        let mut log = format!("{FIRST}{}", reloaded("09:30:00.000"));
        if !own_words.is_empty() {
            let _ = writeln!(log, "2024-05-22 09:30:00.001 UTC [1] LOG:  {own_words}");
        }
        let events = event("p.conf", &message, Some("1a2b3c4"));
        let _ = writeln!(said, "{what}: {}", first(&events, &(log + KILLED)));
    }
    expect![[r#"
        written before: work-mem-times-sessions 0.79 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann, written 2024-05-22T08:10:00Z)"]
        written behind: work-mem-times-sessions 0.45 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann, written 2024-05-22T15:00:00Z)"]
        written nobody knows when: work-mem-times-sessions 0.45 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann)"]
        the server says it: work-mem-times-sessions 0.79 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann)"]
        it says another: work-mem-times-sessions 0.45 ["work_mem"] ["commit 1a2b3c4: work_mem 4MB -> 256MB (p.conf, by Ann)"]
    "#]].assert_eq(&said);
}

#[test]
fn what_is_fixed_at_start_waits_for_one() {
    let raised = event(
        "p.conf",
        &committed("shared_buffers 1GB -> 24GB"),
        Some("1a2b3c4"),
    );
    let mut said = String::new();
    for (what, log) in [
        (
            "a reload",
            format!("{FIRST}{}{KILLED}", reloaded("09:00:05.000")),
        ),
        (
            "a start",
            format!("{FIRST}{}{KILLED}", started("09:30:00.000")),
        ),
    ] {
        let _ = writeln!(said, "{what}: {}", first(&raised, &log));
    }
    expect![[r#"
        a reload: died-without-reason 0.62 [] []
        a start: shared-buffers-too-large 0.79 ["shared_buffers"] ["commit 1a2b3c4: shared_buffers 1GB -> 24GB (p.conf, by Ann, written 2024-05-22T08:59:58Z)"]
    "#]].assert_eq(&said);
}

#[test]
fn what_is_of_no_memory_proves_nothing() {
    let mut said = String::new();
    for (message, reference) in [
        (
            "commit 1a2b3c4: log_min_duration_statement 1s -> 2s (by Ann)",
            Some("1a2b3c4"),
        ),
        (
            "commit 1a2b3c4: work_mem 256MB -> 4MB (by Ann)",
            Some("1a2b3c4"),
        ),
        (
            "commit 1a2b3c4: no parameter changed (memory-limit.conf, by Ann)",
            Some("1a2b3c4"),
        ),
        ("was written", None),
    ] {
        let log = format!("{FIRST}{}{KILLED}", reloaded("09:00:05.000"));
        let _ = writeln!(
            said,
            "{message}: {}",
            first(&event("p.conf", message, reference), &log)
        );
    }
    expect![[r"
        commit 1a2b3c4: log_min_duration_statement 1s -> 2s (by Ann): died-without-reason 0.62 [] []
        commit 1a2b3c4: work_mem 256MB -> 4MB (by Ann): died-without-reason 0.62 [] []
        commit 1a2b3c4: no parameter changed (memory-limit.conf, by Ann): died-without-reason 0.62 [] []
        was written: died-without-reason 0.62 [] []
    "]].assert_eq(&said);
}

#[test]
fn of_two_configurations_none_is_guessed() {
    let message = "commit 1a2b3c4: work_mem 4MB -> 256MB (by Ann)";
    let two =
        event("a.conf", message, Some("1a2b3c4")) + &event("b.conf", message, Some("1a2b3c4"));
    let log = format!("{FIRST}{}{KILLED}", reloaded("09:00:05.000"));
    expect!["died-without-reason 0.62 [] []"].assert_eq(&first(&two, &log));
}

#[test]
fn what_is_to_blame_is_put_back_where_somebody_told_what_it_was() {
    let mut said = String::new();
    let commit = |change: &str| event("p.conf", &committed(change), Some("1a2b3c4"));
    let raised = commit("work_mem 4MB -> 256MB");
    let lowered = commit("work_mem 256MB -> 4MB");
    let twice = commit("work_mem 4MB -> 64MB") + &commit("work_mem 64MB -> 256MB");
    for (what, event) in [
        ("told", raised.clone()),
        ("in two steps", twice),
        ("lowered then", raised + &lowered),
        ("not what it was", commit("raised work_mem to 256MB")),
        ("another", commit("shared_buffers 1GB -> 24GB")),
    ] {
        let mut told = Reading::new("files", Handed::Noticed);
        told.push(event.as_bytes());
        let mut server = Reading::new("server.log", Handed::Log);
        let log = format!("{FIRST}{}{KILLED}", reloaded("09:00:05.000"));
        server.push(log.as_bytes());
        let incident = diagnose(vec![told.end(), server.end()], &Question::default());
        let draft = match &incident.draft {
            Known::Known(draft, source) => format!("{draft:?} by {source}"),
            Known::Unknown(why) => why.clone(),
        };
        let _ = writeln!(said, "{what}: {draft}");
    }
    expect![[r#"
        told: Draft { changes: [DraftChange { parameter: "work_mem", from: "256MB", to: "4MB", place: None, effect: Reload }], load_line_sessions: Unknown("no bill of the configuration: give it with --config"), note: "puts back what stood there before work_mem was changed by 1a2b3c4, 2024-05-22T09:00:00Z" } by what was changed
        in two steps: Draft { changes: [DraftChange { parameter: "work_mem", from: "256MB", to: "4MB", place: None, effect: Reload }], load_line_sessions: Unknown("no bill of the configuration: give it with --config"), note: "puts back what stood there before work_mem was changed by 1a2b3c4, 2024-05-22T09:00:00Z" } by what was changed
        lowered then: no configuration was given: add --config
        not what it was: no configuration was given: add --config
        another: what mends this cause is no value that follows from a bill
    "#]].assert_eq(&said);
}

#[test]
fn of_sessions_that_ran_out_only_a_limit_that_was_lowered_is_put_back() {
    let full =
        "2024-05-22 10:00:00.000 UTC [431] app@shop FATAL:  sorry, too many clients already\n";
    let draft = |change: &str| {
        let mut told = Reading::new("files", Handed::Noticed);
        told.push(event("p.conf", &committed(change), Some("1a2b3c4")).as_bytes());
        let mut server = Reading::new("server.log", Handed::Log);
        let log = format!("{FIRST}{}{full}", started("09:00:05.000"));
        server.push(log.as_bytes());
        let incident = diagnose(vec![told.end(), server.end()], &Question::default());
        let draft = incident
            .draft
            .get()
            .map(|draft| draft.changes[0].to.clone());
        (incident.causes[0].parameters.clone(), draft)
    };
    let named = vec!["max_connections".to_owned()];
    assert_eq!(
        draft("max_connections 200 -> 20"),
        (named.clone(), Some("200".to_owned()))
    );
    assert_eq!(draft("max_connections 20 -> 200"), (named, None));
}
