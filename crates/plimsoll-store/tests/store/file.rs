//! What a file alone can meet: another's, a damaged one, a full disk, a lock, no rights.

use super::support::{SHORT, WAIT_MAX, at, audit, close, folder, found, large, open, refused, run};
use plimsoll_store::{FILE_NAME, Fault, Limits, Place, SCHEMA_VERSION, Store};
use rusqlite::Connection;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tempfile::TempDir;

fn here() -> (TempDir, Place, PathBuf) {
    let here = tempfile::tempdir().unwrap();
    let file = here.path().join(FILE_NAME);
    let place = folder(here.path());
    (here, place, file)
}

/// A store with one audit, closed.
fn kept() -> (TempDir, Place, PathBuf) {
    let (here, place, file) = here();
    let store = open(&place);
    run(store.keep(&audit("a", 1, &[("a", "1")]))).unwrap();
    close(store);
    (here, place, file)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn folder_and_files_are_their_users_alone() {
    let here = tempfile::tempdir().unwrap();
    let made = here.path().join("one/two");
    let store = open(&folder(&made));
    run(store.keep(&audit("a", 1, &[("a", "1")]))).unwrap();
    assert_eq!(mode(&made), 0o700);
    let files: Vec<(String, u32)> = fs::read_dir(&made)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                mode(&entry.path()),
            )
        })
        .collect();
    assert_eq!(files.len(), 3, "{files:?}");
    assert!(files.iter().all(|(_, mode)| *mode == 0o600), "{files:?}");
    close(store);
    assert_eq!(fs::read_dir(&made).unwrap().count(), 1);
}

#[test]
fn a_store_that_hangs_is_let_go_at_once() {
    let (_here, place, file) = kept();
    let other = Connection::open(&file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let store = open(&place);
    let begun = Instant::now();
    let hangs = run(async {
        let audit = audit("a", 2, &[("a", "2")]);
        tokio::time::timeout(SHORT, store.keep(&audit))
            .await
            .is_err()
    });
    drop(store);
    assert!(hangs && begun.elapsed() < WAIT_MAX / 4);
    // It is let go of all the same: who was in the way ends, and then it does.
    other.execute_batch("ROLLBACK").unwrap();
    let store = open(&place);
    let until = Instant::now() + WAIT_MAX;
    while run(store.targets()).unwrap()[0].audits < 2 {
        assert!(Instant::now() < until);
        std::thread::yield_now();
    }
}

#[test]
fn what_is_not_ours_is_left_as_it_is() {
    let (_here, place, file) = here();
    let other = Connection::open(&file).unwrap();
    other
        .execute_batch("CREATE TABLE bookmarks (url TEXT)")
        .unwrap();
    drop(other);
    for content in [
        fs::read(&file).unwrap(),
        b"a diary, not a database".to_vec(),
    ] {
        fs::write(&file, &content).unwrap();
        let said = refused(&place);
        assert!(said.contains("is not such a history"), "{said}");
        assert!(said.contains(&file.display().to_string()), "{said}");
        assert_eq!(fs::read(&file).unwrap(), content);
    }
}

#[test]
fn a_marked_file_with_other_tables_is_not_ours_either() {
    let (_here, place, file) = here();
    let other = Connection::open(&file).unwrap();
    let sql = "PRAGMA application_id = 1349282157; CREATE TABLE bookmarks (url TEXT)";
    other.execute_batch(sql).unwrap();
    drop(other);
    let said = refused(&place);
    assert!(
        said.contains("tables without refinery_schema_history"),
        "{said}"
    );
}

#[test]
fn a_newer_history_is_left_as_it_is() {
    let (_here, place, file) = kept();
    let newer = Connection::open(&file).unwrap();
    let sql = format!(
        "INSERT INTO refinery_schema_history SELECT {}, 'later', applied_on, checksum \
         FROM refinery_schema_history WHERE version = 1",
        SCHEMA_VERSION + 1
    );
    newer.execute_batch(&sql).unwrap();
    drop(newer);
    let before = fs::read(&file).unwrap();
    let said = refused(&place);
    let newer = SCHEMA_VERSION + 1;
    let told = format!("of version {newer} and this Plimsoll knows them up to {SCHEMA_VERSION}");
    assert!(said.contains(&told), "{said}");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn another_text_of_a_known_version_is_not_ours() {
    let (_here, place, file) = kept();
    let other = Connection::open(&file).unwrap();
    let sql = "INSERT INTO refinery_schema_history SELECT 0, 'other', applied_on, 'x' \
               FROM refinery_schema_history WHERE version = 1; \
               DELETE FROM refinery_schema_history WHERE version > 0";
    other.execute_batch(sql).unwrap();
    drop(other);
    let said = refused(&place);
    assert!(
        said.contains("`x` in refinery_schema_history is no checksum"),
        "{said}"
    );
}

#[test]
fn a_damaged_file_is_left_as_it_is() {
    let (_here, place, file) = kept();
    let mut content = fs::read(&file).unwrap();
    // All pages but the first, which has the mark.
    content[4096..].fill(0xa5);
    fs::write(&file, &content).unwrap();
    let said = refused(&place);
    assert!(said.contains("it is damaged"), "{said}");
    assert!(said.contains("was left as it is"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), content);
}

#[test]
fn a_file_cut_short_is_damaged() {
    let (_here, place, file) = kept();
    let content = fs::read(&file).unwrap();
    fs::write(&file, &content[..content.len() / 2]).unwrap();
    let said = refused(&place);
    assert!(said.contains("it is damaged"), "{said}");
}

#[test]
fn a_full_disk_keeps_what_there_was_and_says_so() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let place = folder(&disk.0.path().join("history"));
    let store = open(&place);
    let mut kept = 0;
    let error = loop {
        match run(store.keep(&large(
            "a",
            kept,
            350,
            &format!("{kept}{}", "x".repeat(20_000)),
        ))) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1000);
    };
    assert!(matches!(error.fault, Fault::Full(_)), "{error}");
    let said = error.to_string();
    assert!(said.contains("no room is left"), "{said}");
    assert!(
        said.contains("nothing was written: free some, or keep less history"),
        "{said}"
    );
    assert!(kept > 0);
    // What was there is there, now and after it was closed.
    assert_eq!(run(store.targets()).unwrap()[0].audits, u64::from(kept));
    close(store);
    let store = open(&place);
    assert_eq!(run(store.targets()).unwrap()[0].audits, u64::from(kept));
    // A smaller one that fits again is kept when room was made.
    fs::remove_file(disk.0.path().join("ballast")).unwrap();
    run(store.keep(&large("a", kept, 350, "on"))).unwrap();
}

#[test]
fn a_disk_without_room_for_a_history_says_so() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let ballast = disk.0.path().join("ballast");
    // Until nothing more goes in.
    let filled = fs::write(ballast, vec![1_u8; 2 * SmallDisk::BYTES]);
    assert!(filled.is_err());
    let said = refused(&folder(&disk.0.path().join("history")));
    assert!(said.contains("no room is left"), "{said}");
}

/// A file system of a few megabytes with some of it taken; only root can mount one.
struct SmallDisk(TempDir);

impl SmallDisk {
    const BYTES: usize = 2 << 20;

    fn mount() -> Option<Self> {
        let here = tempfile::tempdir().unwrap();
        let size = format!("size={}", Self::BYTES);
        let mut mount = std::process::Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &size, "none"])
            .arg(here.path());
        if !mount.status().is_ok_and(|status| status.success()) {
            eprintln!("skipped: this user cannot mount a small file system");
            return None;
        }
        fs::write(here.path().join("ballast"), vec![0_u8; Self::BYTES / 2]).unwrap();
        Some(Self(here))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _left = std::process::Command::new("umount")
            .arg(self.0.path())
            .status();
    }
}

#[test]
fn a_lock_of_another_process_is_waited_for_and_then_told() {
    let (_here, place, file) = kept();
    let store = run(Store::open(&place, SHORT)).unwrap();
    let other = Connection::open(&file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let second = audit("a", 2, &[("a", "2")]);
    let error = run(store.keep(&second)).unwrap_err();
    assert_eq!(error.fault, Fault::Locked { waited_ms: 200 });
    let said = error.to_string();
    assert!(said.contains("nothing was written: try again"), "{said}");
    // Who reads does not wait.
    assert_eq!(run(store.history("a", 9)).unwrap().len(), 1);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(run(store.keep(&second)).unwrap().number, 2);
}

#[test]
fn a_folder_that_cannot_be_made_or_written_says_so() {
    let here = tempfile::tempdir().unwrap();
    let file = here.path().join("file");
    fs::write(&file, "").unwrap();
    let said = refused(&folder(&file.join("below")));
    assert!(said.contains("this user cannot write there"), "{said}");
    // A read-only file system stands for rights too: root has all of those.
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let place = folder(disk.0.path());
    let store = open(&place);
    run(store.keep(&audit("a", 1, &[("a", "1")]))).unwrap();
    close(store);
    let mut again = std::process::Command::new("mount");
    again.args(["-o", "remount,ro"]).arg(disk.0.path());
    assert!(again.status().unwrap().success());
    let said = refused(&place);
    assert!(said.contains("this user cannot write there"), "{said}");
    let said = refused(&folder(&disk.0.path().join("new")));
    assert!(said.contains("this user cannot write there"), "{said}");
}

#[test]
fn bytes_are_kept_at_their_limit_and_given_back() {
    let (_here, place, file) = here();
    let store = open(&place);
    for minutes in 0..60 {
        let value = format!("{minutes}{}", "x".repeat(8_000));
        run(store.keep(&large("a", 2 * minutes, 20, &value))).unwrap();
        run(store.keep(&large("b", 2 * minutes + 1, 20, &value))).unwrap();
    }
    let retain = |bytes_max| {
        let limits = Limits {
            bytes_max: Some(bytes_max),
            ..Limits::default()
        };
        run(store.retain(limits, &at(1000))).unwrap()
    };
    let full = retain(u64::MAX);
    let full_bytes = full.file_bytes.unwrap();
    assert!(full.dropped.is_empty());
    assert_eq!(fs::metadata(&file).unwrap().len(), full_bytes);
    assert!(retain(full_bytes).dropped.is_empty());
    let half = retain(full_bytes / 2);
    // The oldest of both servers in turn.
    let (a, b) = (&half.dropped[0], &half.dropped[1]);
    assert!(
        a.audits.abs_diff(b.audits) <= 1 && a.audits > 10,
        "{half:?}"
    );
    assert!(half.file_bytes.unwrap() <= full_bytes / 2, "{half:?}");
    assert!(half.file_bytes.unwrap() > full_bytes / 4, "{half:?}");
    assert_eq!(fs::metadata(&file).unwrap().len(), half.file_bytes.unwrap());
    // What stays whatever the limits say is more than nothing, and told.
    let least = retain(0);
    assert!(least.file_bytes.unwrap() > 0);
    let seen = run(store.targets()).unwrap();
    assert!(seen.iter().all(|it| it.audits == 1), "{seen:?}");
    assert_eq!(
        run(store.audit("a", None)).unwrap().unwrap().settings.len(),
        20
    );
}

#[test]
fn what_did_not_change_costs_next_to_nothing() {
    let (_here, place, _) = here();
    let store = open(&place);
    let fingerprints: Vec<String> = (0..8).map(|it| format!("{it:016x}")).collect();
    let fingerprints: Vec<&str> = fingerprints.iter().map(String::as_str).collect();
    let bytes = || {
        run(store.retain(Limits::default(), &at(0)))
            .unwrap()
            .file_bytes
            .unwrap()
    };
    let kept = |minutes, value: &str| {
        let plain = large("a", minutes, 350, value);
        run(store.keep(&found(&plain, minutes, &fingerprints))).unwrap();
    };
    kept(0, "on");
    let first = bytes();
    (1..=500).for_each(|minutes| kept(minutes, "on"));
    let unchanged = bytes();
    (501..=1000).for_each(|minutes| kept(minutes, &minutes.to_string()));
    let changed = bytes();
    let each = [
        first,
        (unchanged - first) / 500,
        (changed - unchanged) / 500,
    ];
    eprintln!(
        "bytes: first {}, unchanged {}, with one change {}",
        each[0], each[1], each[2]
    );
    assert!(each[1] <= 200, "{each:?}");
    assert!(each[2] <= 600, "{each:?}");
}
