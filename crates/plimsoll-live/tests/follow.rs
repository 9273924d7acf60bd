//! A real server's own log, followed through the rotation that the server does itself.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test, which names what it skips"
)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use plimsoll_lab::{Installed, Instance, Server, Session};
use plimsoll_live::read::follow::{Follower, Piece};

/// How long what was made to happen may take to show.
const SHOWN_MAX: Duration = Duration::from_mins(1);

fn until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < SHOWN_MAX);
    }
}

fn say(session: &mut Session, words: &str) {
    let sql = format!("do $$ begin raise log '{words}'; end $$");
    session.query(&sql).unwrap();
}

/// Rotates until the server writes to a file of another name: it has a new one each
/// second.
fn rotate(instance: &Instance, session: &mut Session) {
    let current = instance.data_folder().join("current_logfiles");
    let before = fs::read_to_string(&current).unwrap();
    until(|| {
        session.query("select pg_rotate_logfile()").unwrap();
        fs::read_to_string(&current).is_ok_and(|now| now != before)
    });
}

/// The collector's files and what is in each, for whoever reads of a failure.
fn written(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = paths.iter().map(|path| {
        let text = fs::read_to_string(path).unwrap();
        format!("{}:\n{text}", path.display())
    });
    files.collect()
}

#[test]
fn postgresqls_collector_is_followed_from_file_to_file() {
    let installed = match Installed::find("postgresql-15") {
        Ok(installed) => installed,
        Err(error) => return eprintln!("skipped: postgresql-15 ({error})"),
    };
    let server = Server::new(&installed)
        .set("logging_collector", "on")
        .set("log_directory", "log")
        .set("log_filename", "pg-%Y%m%d%H%M%S.log");
    let instance = server.start().unwrap();
    let mut session = instance.session().unwrap();
    let data = instance.data_folder();
    for path in [data.join("current_logfiles"), data.join("log/pg-*.log")] {
        let mut follower = Follower::open(&path, true);
        let mut heard = String::new();
        let mut hear = |words: &str| {
            until(|| {
                for piece in follower.next() {
                    match piece {
                        Piece::Bytes(bytes) => heard.push_str(&String::from_utf8_lossy(&bytes)),
                        Piece::Rotated => heard.push_str("Rotated\n"),
                        other => panic!("{other:?}"),
                    }
                }
                heard.contains(words)
            });
            heard.clone()
        };
        assert_eq!(hear(""), "", "what was there is passed over");
        say(&mut session, "first");
        hear("first");
        // One file comes and goes between two turns.
        rotate(&instance, &mut session);
        say(&mut session, "second");
        rotate(&instance, &mut session);
        say(&mut session, "third");
        let heard = hear("third");
        let marks = heard.lines().filter_map(|line| {
            let marks = ["first", "second", "third", "Rotated"];
            let said = line.contains("LOG:  ") || line == "Rotated";
            marks.into_iter().find(|mark| said && line.contains(mark))
        });
        let marks: Vec<&str> = marks.collect();
        assert_eq!(
            marks,
            ["first", "Rotated", "second", "Rotated", "third"],
            "{path:?}: {heard}\n{}",
            written(&data.join("log"))
        );
    }
}
