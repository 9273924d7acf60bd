//! One file and several processes: this test's own program again, as writers.

use super::support::{audit, folder, large, open, run};
use plimsoll_store::FILE_NAME;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Folder and server of a writer, for the process that is one.
const FOLDER: &str = "PLIMSOLL_TEST_WRITER_FOLDER";
const SERVER: &str = "PLIMSOLL_TEST_WRITER_SERVER";

/// Settings of each audit.
const SETTINGS: usize = 100;
/// Audits of a writer that is let finish.
const AUDITS: u32 = 25;

#[test]
#[ignore = "a process of the tests below, not a test"]
fn writer() {
    let (Some(here), Ok(server)) = (env::var_os(FOLDER), env::var(SERVER)) else {
        return;
    };
    let store = open(&folder(&PathBuf::from(here)));
    for minutes in 0..AUDITS {
        run(store.keep(&large(&server, minutes, SETTINGS, &minutes.to_string()))).unwrap();
    }
}

fn start(here: &Path, server: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "processes::writer", "--ignored"])
        .env(FOLDER, here)
        .env(SERVER, server)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn processes_that_write_at_once_all_land() {
    let here = tempfile::tempdir().unwrap();
    let servers = ["one", "two", "three"];
    let writers = servers.map(|server| start(here.path(), server));
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    let store = open(&folder(here.path()));
    let seen = run(store.targets()).unwrap();
    assert_eq!(seen.len(), servers.len());
    assert!(
        seen.iter().all(|it| it.audits == u64::from(AUDITS)),
        "{seen:?}"
    );
}

#[test]
fn a_process_that_is_killed_leaves_whole_audits() {
    for audits in [0, 1, 3, 9] {
        let here = tempfile::tempdir().unwrap();
        let mut writer = start(here.path(), "one");
        wait_for(here.path(), audits);
        writer.kill().unwrap();
        writer.wait().unwrap();
        let store = open(&folder(here.path()));
        let entries = run(store.history("one", 1000)).unwrap();
        assert!(entries.len() >= audits);
        for (index, entry) in entries.iter().rev().enumerate() {
            assert_eq!(entry.stamp.number, index as u64 + 1);
            let kept = run(store.audit("one", Some(entry.stamp.number)))
                .unwrap()
                .unwrap();
            assert_eq!(
                kept,
                large("one", index as u32, SETTINGS, &index.to_string())
            );
        }
        run(store.keep(&audit("one", 99, &[("a", "1")]))).unwrap();
    }
}

/// Waits until so many audits are there.
fn wait_for(here: &Path, audits: usize) {
    let until = Instant::now() + Duration::from_secs(20);
    let is_there = || here.join(FILE_NAME).exists() && kept(here) >= audits;
    while !is_there() {
        assert!(Instant::now() < until);
        std::thread::yield_now();
    }
}

/// As another program looks in: the file may not be whole yet.
fn kept(here: &Path) -> usize {
    let file = rusqlite::Connection::open(here.join(FILE_NAME)).unwrap();
    let count = file.query_row("SELECT count(*) FROM audits", [], |row| row.get(0));
    count.map_or(0, |count: u32| count as usize)
}
