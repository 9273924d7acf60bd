//! Excerpts of every incident of the corpus: what is handed on tells what the
//! files told, in blocks of any size, and redacting it once more changes nothing.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use plimsoll_diagnose::{Excerpt, Handed, Question, Reading, Source, Taken, diagnose};

const ALWAYS: (Timestamp, Timestamp) = (Timestamp::MIN, Timestamp::MAX);

fn cases() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/incidents");
    let folders = |path: &Path| {
        let entries = fs::read_dir(path).unwrap().map(|it| it.unwrap().path());
        let mut folders: Vec<PathBuf> = entries.filter(|it| it.is_dir()).collect();
        folders.sort();
        folders
    };
    folders(&corpus).iter().flat_map(|it| folders(it)).collect()
}

fn files(case: &Path) -> Vec<(String, Handed, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(case)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let names = paths.iter().filter_map(|path| {
        let name = path.file_name()?.to_str()?;
        let handed = match name {
            "case.toml" => return None,
            "kernel.log" => Handed::Kernel,
            "events.jsonl" => Handed::Events,
            _ => Handed::Log,
        };
        Some((name.to_owned(), handed, fs::read(path).unwrap()))
    });
    names.collect()
}

fn excerpt(bytes: &[u8], handed: Handed, block: usize) -> Taken {
    let mut excerpt = Excerpt::new(handed, ALWAYS, usize::MAX);
    bytes.chunks(block).for_each(|block| excerpt.push(block));
    excerpt.end()
}

fn read(name: &str, handed: Handed, bytes: &[u8]) -> Source {
    let mut reading = Reading::new(name, handed);
    reading.push(bytes);
    reading.end()
}

/// The first cause and how sure; every layer's verdict.
fn answer(sources: Vec<Source>) -> String {
    let incident = diagnose(sources, &Question::default());
    let causes = incident.causes.iter().take(1);
    let causes: Vec<String> = causes
        .map(|it| format!("{} {:.1} {:?}", it.name, it.score, it.parameters))
        .collect();
    let layers = incident.layers.iter();
    let layers: Vec<String> = layers
        .map(|it| format!("{}={}", it.layer.as_str(), it.verdict.as_str()))
        .collect();
    format!("{} {}", causes.join(" "), layers.join(" "))
}

#[test]
fn an_excerpt_tells_what_its_file_told() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 100);
    for case in cases {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (name, handed, bytes) in files(&case) {
            let taken = excerpt(&bytes, handed, 10_007);
            let again = excerpt(&taken.bytes, handed, 13);
            let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert_eq!(show(&taken.bytes), show(&again.bytes), "{case:?} {name}");
            before.push(read(&name, handed, &bytes));
            after.push(read(&name, handed, &taken.bytes));
        }
        let (before, after) = (answer(before), answer(after));
        if before != after {
            wrong.push(format!("{}\n  {before}\n  {after}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_window_is_kept_and_of_too_much_the_newest() {
    let mut log = String::new();
    for minute in 0..60 {
        let entry = "UTC [1] LOG:  checkpoint starting: time\n\tgoes on";
        writeln!(log, "2024-05-22 10:{minute:02}:00 {entry}").unwrap();
    }
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let window = (at("2024-05-22T10:10:00Z"), at("2024-05-22T10:20:00Z"));
    let taken = |bytes_max| {
        let mut excerpt = Excerpt::new(Handed::Log, window, bytes_max);
        excerpt.push(log.as_bytes());
        excerpt.end()
    };
    let all = taken(usize::MAX);
    let text = String::from_utf8(all.bytes.clone()).unwrap();
    assert_eq!(text.lines().count(), 22);
    assert!(text.starts_with("2024-05-22 10:10:00") && all.remarks.is_empty());
    let cut = taken(200);
    let text = String::from_utf8(cut.bytes).unwrap();
    assert!(
        text.len() <= 200
            && text.ends_with("10:20:00 UTC [1] LOG:  checkpoint starting: time\n\tgoes on\n")
    );
    assert!(
        cut.remarks[0].starts_with("cut: the newest "),
        "{:?}",
        cut.remarks
    );
}

#[test]
fn long_lines_and_entries_are_cut_and_that_is_said() {
    let head = "2024-05-22 10:00:00 UTC [1] LOG:  x\n".repeat(2000);
    let long = [
        head.as_bytes(),
        b"2024-05-22 10:00:00 UTC [1] LOG:  ",
        &vec![b'x'; 3 << 20],
        b"\n",
    ]
    .concat();
    let entry = [head.as_bytes(), &b"\tx\n".repeat(1 << 20)].concat();
    for bytes in [long, entry] {
        let taken = excerpt(&bytes, Handed::Log, 1 << 20);
        assert!(taken.bytes.len() < head.len() + (1 << 20) + 100);
        assert!(
            taken.remarks[0].contains("longer than 1 MB"),
            "{:?}",
            taken.remarks
        );
    }
}
