use expect_test::expect;

use super::heard_as;
use crate::{Handed, Question, Reading, diagnose};

#[test]
fn events_are_read_as_far_as_they_tell() {
    let text = r#"{"schema": "plimsoll.event/1", "time": "2024-05-22T09:55:00Z", "kind": "deploy", "target": "orders", "message": "orders 4.2", "actor": null, "ref": "a1b2"}
{"time": "2024-05-22T11:56:00+02:00", "kind": "config_change", "message": "lowered max_connections to 100", "extra": {"a": [1]}}

{"schema": "plimsoll.event/1", "time": "2024-05-22T09:57:00Z", "kind": "meteor", "target": 7, "message": ["no text"]}
not an event
{"schema": "plimsoll.event/2", "time": "2024-05-22T09:57:00Z"}
{"schema": "plimsoll.event/1", "kind": "deploy"}
{"schema": "plimsoll.event/1", "time": "2024-13-45T99:00:00Z", "kind": "deploy"}
"#;
    expect![[r#"
        plimsoll.event/1
        ! 4 entries are not of this format and were passed over
        1 05-22 09:55:00 Event(ToldEvent { event: Event { at: 2024-05-22T09:55:00Z, kind: Deploy, target: "orders", message: "orders 4.2", actor: None, reference: Some("a1b2") }, changes: [], written: None })
        2 05-22 09:56:00 Event(ToldEvent { event: Event { at: 2024-05-22T09:56:00Z, kind: ConfigChange, target: "", message: "lowered max_connections to 100", actor: None, reference: None }, changes: [ToldChange { subject: Parameter("max_connections"), turn: Lowered, from: None, to: Some("100") }], written: None })
        4 05-22 09:57:00 Event(ToldEvent { event: Event { at: 2024-05-22T09:57:00Z, kind: Other("meteor"), target: "", message: "", actor: None, reference: None }, changes: [], written: None })
    "#]]
    .assert_eq(&heard_as(text, Handed::Events));
}

#[test]
fn what_is_handed_in_as_events_is_that_or_nothing() {
    let log = "2024-05-22 10:00:00 UTC [1] LOG:  server process (PID 431) was terminated by signal 9: Killed\n";
    expect![[r"
        plimsoll.event/1
        ! 1 entries are not of this format and were passed over
    "]]
    .assert_eq(&heard_as(log, Handed::Events));
}

#[test]
fn hostile_objects_are_passed_over() {
    let deep = format!("{}{}\n", "{\"time\":".repeat(50_000), "}".repeat(50_000));
    let number = "{\"time\": 1e999, \"kind\": 18446744073709551616}\n";
    let cut = "{\"schema\": \"plimsoll.event/1\", \"time\": \"2024-05-22T09:5";
    let shown = heard_as(&format!("{deep}{number}{cut}"), Handed::Events);
    assert!(
        shown.ends_with("3 entries are not of this format and were passed over\n"),
        "{shown}"
    );
}

/// A backend that was killed after an event, and the causes that are then told.
fn causes_after(message: &str) -> Vec<&'static str> {
    let event = format!(
        r#"{{"schema": "plimsoll.event/1", "time": "2024-05-22T09:00:00Z", "kind": "config_change", "target": "db", "message": "{message}"}}"#
    );
    let log = "2024-05-22 10:00:00.000 UTC [1] LOG:  server process (PID 431) was terminated by signal 9: Killed\n";
    let mut events = Reading::new("events", Handed::Events);
    events.push(event.as_bytes());
    let mut server = Reading::new("server.log", Handed::Log);
    server.push(log.as_bytes());
    let incident = diagnose(vec![events.end(), server.end()], &Question::default());
    incident.causes.iter().map(|cause| cause.name).collect()
}

#[test]
fn only_what_was_raised_is_evidence_of_memory() {
    let cause = "work-mem-times-sessions";
    for message in ["work_mem 16MB -> 256MB", "set work_mem to 256MB"] {
        assert!(causes_after(message).contains(&cause), "{message}");
    }
    for message in ["work_mem 256MB -> 16MB", "work_mem reduced to 16MB"] {
        assert!(!causes_after(message).contains(&cause), "{message}");
    }
}
