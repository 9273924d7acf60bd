//! Logs as they are rotated, written by a writer that holds its file open.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::lines::LINE_MAX;
use super::place::TURNS_MAX;
use super::reading::BEHIND_MAX;
use super::taken::TAKEN_MAX;
use super::{Follower, Piece};

/// A folder of logs and who writes them.
struct Writer {
    folder: tempfile::TempDir,
    name: &'static str,
    file: File,
}

impl Writer {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let name = "db.log";
        let file = append(&folder.path().join(name));
        Self { folder, name, file }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(self.name)
    }

    fn write(&mut self, text: &str) {
        self.file.write_all(text.as_bytes()).unwrap();
    }

    /// As logrotate numbers them; who writes does not know of it yet.
    fn rename(&self) {
        let numbered = |number: usize| self.folder.path().join(format!("{}.{number}", self.name));
        for number in (1..9).rev().filter(|number| numbered(*number).exists()) {
            fs::rename(numbered(number), numbered(number + 1)).unwrap();
        }
        fs::rename(self.path(), numbered(1)).unwrap();
        append(&self.path());
    }

    fn reopen(&mut self) {
        self.file = append(&self.path());
    }

    fn cut(&self) {
        File::create(self.path()).unwrap();
    }
}

fn append(path: &Path) -> File {
    let mut options = OpenOptions::new();
    options.append(true).create(true).open(path).unwrap()
}

fn text(pieces: &[Piece]) -> String {
    let bytes = pieces.iter().map(|piece| match piece {
        Piece::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        other => format!("<{other:?}>"),
    });
    bytes.collect()
}

#[test]
fn what_is_renamed_is_read_to_its_end_before_what_comes_after() {
    let mut writer = Writer::new();
    writer.write("old\n");
    let mut follower = Follower::open(writer.path(), true);
    assert_eq!(follower.next(), []);
    writer.write("one\n");
    writer.rename();
    writer.write("two\nha");
    assert_eq!(text(&follower.next()), "one\ntwo\n");
    // The new file is empty: who writes may not have let go of the old one.
    writer.write("lf\n");
    writer.write("last without an end");
    writer.reopen();
    writer.write("three\n");
    let said = "half\nlast without an end<Rotated>three\n";
    assert_eq!(text(&follower.next()), said);
    assert_eq!(follower.next(), []);
}

#[test]
fn files_that_came_and_went_between_two_turns_are_read() {
    for dated in [false, true] {
        let mut writer = Writer::new();
        let mut follower = Follower::open(writer.path(), false);
        writer.write("0\n");
        assert_eq!(text(&follower.next()), "0\n");
        for number in 1..4 {
            if dated {
                let dated = writer.folder.path().join(format!("db.log-2026010{number}"));
                fs::rename(writer.path(), dated).unwrap();
            } else {
                writer.rename();
            }
            writer.reopen();
            writer.write(&format!("{number}\n"));
        }
        // What is packed cannot be read as it is.
        fs::write(writer.folder.path().join("db.log-20260102.gz"), "x").unwrap();
        let said = "<Rotated>1\n<Rotated>2\n<Rotated>3\n";
        assert_eq!(text(&follower.next()), said, "{dated}");
    }
}

#[test]
fn a_file_that_is_cut_is_read_from_its_beginning_whatever_its_length() {
    let mut writer = Writer::new();
    let mut follower = Follower::open(writer.path(), false);
    writer.write("10:00 long enough\n10:0");
    assert_eq!(text(&follower.next()), "10:00 long enough\n");
    writer.cut();
    writer.write("a\n");
    assert_eq!(text(&follower.next()), "10:0<Truncated>a\n");
    writer.cut();
    writer.write("11:00 longer than what was there before it was cut\n");
    let said = "<Truncated>11:00 longer than what was there before it was cut\n";
    assert_eq!(text(&follower.next()), said);
}

#[test]
fn one_that_is_not_there_is_read_whole_when_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db.log");
    let mut follower = Follower::open(&path, true);
    for _ in 0..2 {
        assert_eq!(follower.next(), []);
        assert!(follower.why().unwrap().ends_with("db.log is not there"));
    }
    fs::write(&path, "one\n").unwrap();
    assert_eq!(text(&follower.next()), "one\n");
    assert_eq!(follower.why(), None);
    let mut no_file = Follower::open(folder.path(), false);
    assert_eq!(no_file.next(), []);
    assert!(no_file.why().unwrap().contains("is no file"));
}

#[test]
fn of_what_is_passed_over_the_rest_of_a_line_is_passed_over_too() {
    let mut writer = Writer::new();
    writer.write("one\ntw");
    let mut follower = Follower::open(writer.path(), true);
    assert_eq!(follower.next(), []);
    writer.write("o\nthree\n");
    assert_eq!(text(&follower.next()), "three\n");
}

#[test]
fn a_turn_takes_so_much_and_a_flood_is_skipped_and_said() {
    let mut writer = Writer::new();
    let mut follower = Follower::open(writer.path(), false);
    let line = format!("{}\n", "x".repeat(999));
    let lines = (TAKEN_MAX / 1000) * 2;
    writer.write(&line.repeat(lines));
    let turn = |follower: &mut Follower| match follower.next().as_slice() {
        [Piece::Bytes(bytes)] => bytes.len(),
        other => panic!("{}", other.len()),
    };
    let first = turn(&mut follower);
    assert!(first <= TAKEN_MAX && first > TAKEN_MAX - 1000);
    assert_eq!(first + turn(&mut follower), lines * 1000);
    let flood = BEHIND_MAX as usize / 1000 + 2;
    for _ in 0..=flood / 100 {
        writer.write(&line.repeat(100));
    }
    let written = (flood / 100 + 1) as u64 * 100_000;
    let pieces = follower.next();
    let [Piece::Skipped { bytes }, Piece::Bytes(taken)] = pieces.as_slice() else {
        panic!("{}", pieces.len());
    };
    assert!(taken.starts_with(b"xxx") && taken.ends_with(b"x\n"));
    assert_eq!(bytes + taken.len() as u64, written);
}

#[test]
fn a_line_without_end_is_not_kept_for_ever() {
    let mut writer = Writer::new();
    let mut follower = Follower::open(writer.path(), false);
    writer.write(&"x".repeat(LINE_MAX - 1));
    assert_eq!(follower.next(), []);
    writer.write("xx");
    assert_eq!(text(&follower.next()).len(), LINE_MAX + 1);
}

/// Sets when a file was last written: a file system's clock ticks too seldom.
fn written_at(path: &Path, seconds: u64) {
    let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    File::options()
        .append(true)
        .open(path)
        .unwrap()
        .set_modified(at)
        .unwrap();
}

#[test]
fn a_pattern_follows_the_file_that_was_written_last() {
    let folder = tempfile::tempdir().unwrap();
    let log = |name: &str| folder.path().join(name);
    let put = |name: &str, text: &str, seconds: u64| {
        append(&log(name)).write_all(text.as_bytes()).unwrap();
        written_at(&log(name), seconds);
    };
    let mut follower = Follower::open(log("pg-*.log"), false);
    assert_eq!(follower.next(), []);
    assert!(follower.why().unwrap().ends_with("has no file pg-*.log"));
    put("pg-b.log", "b1\n", 20);
    put("pg-a.log", "old\n", 10);
    put("other.log", "x\n", 90);
    assert_eq!(text(&follower.next()), "b1\n");
    // A folder is not listed again at each turn while nothing in it comes or goes.
    let next = |follower: &mut Follower| {
        let turns = (0..2 * TURNS_MAX).map(|_| text(&follower.next()));
        turns.collect::<String>()
    };
    // Two came since.
    put("pg-b.log", "b2\n", 30);
    put("pg-d.log", "d1\n", 50);
    put("pg-c.log", "c1\n", 40);
    assert_eq!(next(&mut follower), "b2\n<Rotated>c1\n<Rotated>d1\n");
    // One that was left is written again: what was read of it does not come again.
    put("pg-b.log", "b3\n", 60);
    assert_eq!(next(&mut follower), "<Rotated>b3\n");
    // One of a few names is used again from its beginning.
    fs::write(log("pg-c.log"), "anew, and longer than before\n").unwrap();
    written_at(&log("pg-c.log"), 70);
    let said = "<Rotated>anew, and longer than before\n";
    assert_eq!(next(&mut follower), said);
}

#[test]
fn postgresql_names_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("log")).unwrap();
    let mut follower = Follower::open(path("current_logfiles"), false);
    assert_eq!(follower.next(), []);
    fs::write(
        path("current_logfiles"),
        "csvlog log/1.csv\nstderr log/1.log\n",
    )
    .unwrap();
    fs::write(path("log/1.csv"), "csv\n").unwrap();
    fs::write(path("log/1.log"), "one\n").unwrap();
    written_at(&path("log/1.log"), 10);
    assert_eq!(text(&follower.next()), "one\n");
    for (name, seconds) in [("2", 20), ("3", 30)] {
        let log = path(&format!("log/{name}.log"));
        fs::write(&log, format!("{name}\n")).unwrap();
        written_at(&log, seconds);
    }
    fs::write(path("current_logfiles"), "stderr log/3.log\n").unwrap();
    assert_eq!(text(&follower.next()), "<Rotated>2\n<Rotated>3\n");
}

#[derive(Clone, Debug)]
enum Step {
    Write { line: bool },
    Rename,
    Reopen,
    Cut,
    Turn,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any::<bool>().prop_map(|line| Step::Write { line }),
        1 => Just(Step::Rename),
        2 => Just(Step::Reopen),
        1 => Just(Step::Cut),
        3 => Just(Step::Turn),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever was written into a file that was not cut comes once and in order. Before
    /// a cut there is a turn here: what is written between the two is lost to everybody.
    #[test]
    fn every_byte_comes_once_and_in_order(steps in prop::collection::vec(step(), 1..60)) {
        let mut writer = Writer::new();
        let mut follower = Follower::open(writer.path(), false);
        let (mut written, mut heard) = (String::new(), String::new());
        let mut turn = |follower: &mut Follower| {
            for piece in follower.next() {
                match piece {
                    Piece::Bytes(bytes) => heard.push_str(std::str::from_utf8(&bytes).unwrap()),
                    Piece::Rotated | Piece::Truncated => {}
                    other => panic!("{other:?}"),
                }
            }
        };
        // It begins with the file that has the name at its first turn.
        turn(&mut follower);
        for (number, step) in steps.iter().enumerate() {
            match step {
                Step::Write { line } => {
                    let end = if *line { "\n" } else { "" };
                    let text = format!("{number:04};{end}");
                    writer.write(&text);
                    written.push_str(&text);
                }
                Step::Rename => writer.rename(),
                Step::Reopen => writer.reopen(),
                Step::Cut => {
                    // Who copies and cuts does not rename.
                    writer.reopen();
                    settle(&mut follower, &mut turn);
                    writer.cut();
                }
                Step::Turn => turn(&mut follower),
            }
        }
        writer.reopen();
        writer.write("end\n");
        written.push_str("end\n");
        settle(&mut follower, &mut turn);
        prop_assert_eq!(heard, written);
    }
}

/// More turns than there are files.
fn settle(follower: &mut Follower, turn: &mut impl FnMut(&mut Follower)) {
    for _ in 0..3 {
        turn(follower);
    }
}
