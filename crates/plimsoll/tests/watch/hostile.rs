//! Requests that nobody well-meant would make: refused, bounded, and the daemon goes on.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::{Daemon, WAIT_MAX};

const NOBODY: &str = "[[server]]\nname = \"a\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n";

fn code(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("closed")
}

#[test]
fn what_is_no_request_is_refused() {
    let daemon = Daemon::start("", NOBODY);
    let long = "x".repeat(100_000);
    let many = "A: b\r\n".repeat(1000);
    let cases: [(&str, String, &[&str]); 13] = [
        ("garbage", "\x00\x01\x02\r\n\r\n".to_owned(), &["400", "closed"]),
        ("TLS", "\x16\x03\x01\x02\x00\x01".repeat(9), &["400", "closed"]),
        ("no host", "GET /metrics HTTP/1.1\r\n\r\n".to_owned(), &["421"]),
        ("another's name", "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), &["421"]),
        ("a long head", format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"), &["414", "431", "closed"]),
        ("many lines", format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"), &["431", "closed"]),
        ("two lengths", "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".to_owned(), &["400"]),
        ("a path upwards", "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), &["404"]),
        ("a change by GET", "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), &["405"]),
        ("another verb", "DELETE /api/v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), &["405"]),
        ("no such server", "GET /api/v1/servers/%2e%2e/series?metric=sessions HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), &["404"]),
        ("no such metric", "GET /api/v1/servers/a/series?metric=%00%ff HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), &["400"]),
        ("no such moment", "GET /api/v1/servers/a/series?metric=sessions&from=never HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), &["400"]),
    ];
    for (what, request, wanted) in cases {
        let answer = daemon.send(request.as_bytes());
        assert!(wanted.contains(&code(&answer)), "{what}: {answer}");
    }
    assert_eq!(daemon.get("/healthz").0, 200);
}

#[test]
fn clients_that_say_nothing_keep_nobody_else_out() {
    let daemon = Daemon::start("", NOBODY);
    let mute: Vec<TcpStream> = (0..200)
        .filter_map(|_| TcpStream::connect(("127.0.0.1", daemon.port)).ok())
        .collect();
    for mut stream in &mute {
        let _unless_closed = stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: ");
    }
    // Those before it have their time to say what they want, a part of them at once.
    assert_eq!(daemon.get("/healthz").0, 200);
    let mut first = &mute[0];
    first.set_read_timeout(Some(WAIT_MAX)).unwrap();
    let mut answer = Vec::new();
    let _unless_reset = first.read_to_end(&mut answer);
    assert!(!String::from_utf8_lossy(&answer).contains(" 200 "));
}
