//! Any bytes as a log, in any blocks, handed in as anything: reading, weighing and
//! telling end without a panic, scores are shares of one, and the blocks in which
//! the bytes come change nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_diagnose::{Handed, Question, Reading, Source, diagnose};
use plimsoll_model::Incident;
use plimsoll_report::{Palette, Screen, json, svg, text};

const HANDED: [Handed; 3] = [Handed::Log, Handed::Kernel, Handed::Events];

/// What the shares of all causes may sum to, rounded as they are added up.
const SHARES_MAX: f64 = 1.000_001;

// The first byte: as what it is handed in. The second: the length of blocks, and
// where the bytes are cut into two files.
fuzz_target!(|bytes: &[u8]| {
    let [handed, block, log @ ..] = bytes else {
        return;
    };
    let handed = HANDED[usize::from(*handed) % HANDED.len()];
    let block = usize::from(*block) + 1;
    let (first, second) = log.split_at(log.len() * block / 256);
    let blocks = told(
        read("a", handed, first, block),
        read("b", Handed::Log, second, block),
    );
    let whole = told(
        read("a", handed, first, usize::MAX),
        read("b", Handed::Log, second, usize::MAX),
    );
    assert_eq!(blocks, whole);
});

fn read(name: &str, handed: Handed, bytes: &[u8], block: usize) -> Source {
    let mut reading = Reading::new(name, handed);
    for block in bytes.chunks(block) {
        reading.push(block);
    }
    reading.end()
}

/// What is said of two files, in every format.
fn told(one: Source, other: Source) -> String {
    let incident = diagnose(vec![one, other], &Question::default());
    are_shares(&incident);
    let screen = Screen {
        palette: Palette::Plain,
        width: 100,
    };
    let pages = [
        text::diagnosis(&incident, screen),
        json::diagnosis(&incident),
        svg::timeline(&incident),
    ];
    pages.concat()
}

fn are_shares(incident: &Incident) {
    let scores = || incident.causes.iter().map(|cause| cause.score);
    assert!(scores().all(|score| (0.0..=1.0).contains(&score)));
    assert!(scores().sum::<f64>() <= SHARES_MAX);
}
