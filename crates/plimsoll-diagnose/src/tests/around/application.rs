use expect_test::expect;

use super::heard;
use crate::{Handed, Reading};

#[test]
fn logs_of_the_usual_libraries_are_read() {
    let text = "2024-05-22 10:00:00,123 INFO app.main: Uvicorn running on http://0.0.0.0:8000
2024-05-22 10:05:00,001 ERROR app.db: request failed
Traceback (most recent call last):
  File \"db.py\", line 3, in connect
psycopg2.OperationalError: server closed the connection unexpectedly
\tThis probably means the server terminated abnormally
2024-05-22 10:05:01,001 ERROR app.db: connection to server at \"db\" (10.0.0.5), port 5432 failed: Connection refused
2024-05-22 10:05:02,001 ERROR app.db: connection to server at \"db\" (10.0.0.5), port 5432 failed: Connection refused
2024-05-22 10:05:03,001 ERROR app.db: connection to server at \"db\" (10.0.0.5), port 5432 failed: FATAL:  the database system is starting up
2024-05-22 10:06:00,001 INFO app.db: done
";
    expect![[r"
        application
        1 05-22 10:00:00 Client(Started)
        5 05-22 10:05:00 Client(Cut)
        7 05-22 10:05:01 Client(Refused) 2 times
        9 05-22 10:05:03 Client(DatabaseUnavailable)
    "]]
    .assert_eq(&heard(text));
}

#[test]
fn an_entry_of_several_lines_shows_the_one_that_tells() {
    let text = "2024-05-22 10:00:00,123 INFO app.main: Uvicorn running on http://0.0.0.0:8000
2024-05-22 10:05:00,001 ERROR app.db: request failed
Traceback (most recent call last):
  File \"db.py\", line 3, in connect
  psycopg2.OperationalError: server closed the connection unexpectedly, password=hunter2
2024-05-22 10:15:01,001 ERROR app.db: pq: server closed the connection unexpectedly
  again: server closed the connection unexpectedly
";
    let json = r#"{"level":30,"time":1716371990000,"msg":"Server listening on 8080"}
{"level":50,"time":1716372000000,"msg":"query failed","err":{"type":"Error","message":"connect ECONNREFUSED 10.0.0.5:5432"}}
"#;
    let shown = [text, json].map(lines).concat();
    expect![[r"
        1: INFO app.main: Uvicorn running on http://0.0.0.0:8000
        5: psycopg2.OperationalError: server closed the connection unexpectedly, password=[redacted]
        6: ERROR app.db: pq: server closed the connection unexpectedly
        1: Server listening on 8080
        2: connect ECONNREFUSED 10.0.0.5:5432
    "]]
    .assert_eq(&shown);
}

/// The lines that evidence shows, with their numbers.
fn lines(text: &str) -> String {
    let mut reading = Reading::new("file", Handed::Log);
    reading.push(text.as_bytes());
    let signals = reading.end().signals.into_iter();
    let lines = signals.map(|it| format!("{}: {}\n", it.line.line, it.line.text));
    lines.collect()
}

#[test]
fn times_may_stand_in_many_places() {
    for line in [
        "[2024-05-22 10:00:00,123] ERROR (1) FATAL: sorry, too many clients already",
        "2024/05/22 10:00:00 pq: sorry, too many clients already",
        "ERROR 2024-05-22T10:00:00Z pq: sorry, too many clients already",
        "[ERROR] [2024-05-22 10:00:00] sorry, too many clients already",
        "time=\"2024-05-22T12:00:00+02:00\" level=error msg=\"pq: sorry, too many clients already\"",
        "Wed May 22 10:00:00 2024 sorry, too many clients already",
        "1716372000.5 sorry, too many clients already",
    ] {
        let shown = heard(&format!("{line}\n"));
        let wanted = "application\n1 05-22 10:00:00 Client(TooManySessions)\n";
        assert_eq!(shown, wanted, "{line}");
    }
}

#[test]
fn json_lines_are_read() {
    let text = r#"{"level":30,"time":1716371990000,"pid":1,"msg":"Server listening on 8080"}
{"level":50,"time":1716372000000,"msg":"query failed","err":{"type":"Error","message":"connect ECONNREFUSED 10.0.0.5:5432","stack":"Error: connect ECONNREFUSED\n    at TCP"}}
{"level":"error","ts":1716372001.25,"msg":"dial tcp 10.0.0.5:5432: i/o timeout"}
{"@timestamp":"2024-05-22T10:00:02Z","level":"ERROR","service":"orders","message":"HikariPool-1 - Connection is not available, request timed out after 30000ms."}
{"level":50,"time":17163720020000000000000000000000,"msg":["ECONNREFUSED 10.0.0.5:5432"]}
{"time":"x","msg":{"a":
"#;
    expect![[r#"
        application, JSON
        1 05-22 09:59:50 Client(Started)
        2 05-22 10:00:00 Client(Refused)
        3 05-22 10:00:01 Client(Unreachable { why: "timeout" })
        4 05-22 10:00:02 Client(PoolExhausted)
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn garbage_is_no_log() {
    let garbage = "lorem ipsum 12 dolor\nsit 1999 amet\n\u{0}\u{1}\u{2}\n{\"a\": 1}\n[1,2]\n";
    assert_eq!(heard(garbage), "-\n");
    let deep = format!("{{\"time\": {}\n", "[".repeat(200_000));
    assert_eq!(heard(&deep), "application, JSON\n");
    let _ = heard(&"2024-05-22 10:00:00 é".repeat(50_000));
}
