//! What was read does not hang on the blocks in which it came, and lines are
//! counted right whatever stands in them.

use proptest::prelude::*;

use super::{ENTRY_BYTES_MAX, Handed, Reading};
use crate::source::Source;

fn read(log: &[u8], sizes: &[usize]) -> Source {
    let mut reading = Reading::new("server.log", Handed::Log);
    let (mut rest, mut sizes) = (log, sizes.iter().cycle());
    while !rest.is_empty() {
        let (block, behind) = rest.split_at(rest.len().min(*sizes.next().unwrap()));
        reading.push(block);
        rest = behind;
    }
    reading.end()
}

/// The lines of the file on which something was heard.
fn heard_on(source: &Source) -> Vec<u64> {
    source
        .signals
        .iter()
        .map(|signal| signal.line.line)
        .collect()
}

/// A part of a log, and whether something is said in its first line.
fn part() -> impl Strategy<Value = (Vec<u8>, bool)> {
    let prefix = "2024-05-22 10:00:00.000 UTC [1] ";
    let killed = (1..9_999_999_u32).prop_map(move |pid| {
        let said = format!("LOG:  server process (PID {pid}) was terminated by signal 9: Killed");
        (format!("{prefix}{said}").into_bytes(), true)
    });
    let noise = "[a-z:\u{e4}\t]{0,60}".prop_map(move |words| {
        (
            format!("{prefix}LOG:  statement: {words}").into_bytes(),
            false,
        )
    });
    let goes_on = prop::collection::vec(any::<u8>(), 0..50).prop_map(|mut bytes| {
        bytes.retain(|byte| *byte != b'\n');
        ([b"\t", bytes.as_slice()].concat(), false)
    });
    prop_oneof![3 => killed, 3 => noise, 3 => goes_on]
}

/// A log, and the lines on which something is said.
fn log() -> impl Strategy<Value = (Vec<u8>, Vec<u64>)> {
    let parts = prop::collection::vec((part(), prop::bool::ANY), 1..60);
    (parts, prop::bool::ANY).prop_map(|(parts, ends)| {
        let (mut log, mut said) = (Vec::new(), Vec::new());
        let begin = b"2024-05-22 09:00:00.000 UTC [1] LOG:  starting\n";
        // Enough of the format that noise cannot make it another.
        (0..60).for_each(|_| log.extend_from_slice(begin));
        for (((bytes, says), is_crlf), line) in parts.into_iter().zip(61..) {
            log.extend(bytes);
            log.extend_from_slice(if is_crlf { b"\r\n" } else { b"\n" });
            said.extend(says.then_some(line));
        }
        if !ends {
            log.pop();
        }
        (log, said)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_blocks_give_the_same(
        (log, said) in log(),
        sizes in prop::collection::vec(1..5_000_usize, 1..20),
    ) {
        let whole = read(&log, &[usize::MAX]);
        let lines = log.split(|byte| *byte == b'\n').count() as u64;
        let lines = lines - u64::from(log.ends_with(b"\n"));
        prop_assert_eq!(whole.read.lines, lines);
        // A process id may come twice: it is counted then, not kept.
        let on = heard_on(&whole);
        prop_assert!(on.iter().all(|line| said.contains(line)), "{:?} {:?}", on, said);
        let times: u64 = whole.signals.iter().map(|signal| signal.times).sum();
        prop_assert_eq!(times, said.len() as u64);
        let in_blocks = read(&log, &sizes);
        prop_assert_eq!(format!("{whole:?}"), format!("{in_blocks:?}"));
    }

    #[test]
    fn garbage_is_read_as_nothing(log: Vec<u8>, sizes in prop::collection::vec(1..50_usize, 1..5)) {
        let source = read(&log, &sizes);
        prop_assert_eq!(source.read.format, None);
        prop_assert!(source.signals.is_empty());
    }
}

#[test]
fn what_clients_write_into_statements_is_not_heard() {
    let log = "2024-05-22 10:00:00 UTC [1] LOG:  duration: 1.0 ms  statement: select ' (PID 1) was\n\
               \tserver process (PID 1) was terminated by signal 9: Killed'\n\
               2024-05-22 10:00:00 UTC [1] DETAIL:  server process (PID 2) was terminated by signal 9: Killed\n\
               2024-05-22 10:00:00 UTC [1] LOG:  server process (PID 3) was terminated by signal 9: Killed\n\
               2024-05-22 10:00:00 UTC [1] DETAIL:  Failed process was running: select 1\n\
               2024-05-22 10:00:00 UTC [1] LOG:  connection received: host=[local]\n";
    let source = read(log.as_bytes(), &[usize::MAX]);
    assert_eq!(heard_on(&source), [4]);
}

/// Lines that fill the head.
const HEAD_LINES: usize = 2_000;

/// A log with a very long line or entry in its middle.
fn with_long(long: &[u8]) -> Vec<u8> {
    let killed = b"2024-05-22 10:00:00 UTC [1] LOG:  server process (PID 431) was terminated by signal 9: Killed\n";
    let also = b"2024-05-22 12:00:00 UTC [1] LOG:  server process (PID 432) was terminated by signal 9: Killed\n";
    // What the format is told from is not the long one.
    let lines = b"2024-05-22 10:00:00 UTC [1] LOG:  starting\n".repeat(HEAD_LINES);
    [killed.as_slice(), &lines, long, also].concat()
}

#[test]
fn long_lines_and_entries_cost_no_more_than_their_beginning() {
    let head = b"2024-05-22 11:00:00 UTC [1] LOG:  statement: ".as_slice();
    let line = [head, &vec![b'x'; 5 * ENTRY_BYTES_MAX], b"\n"].concat();
    let entry = [head, &b"x\n\t".repeat(ENTRY_BYTES_MAX), b"x\n"].concat();
    for long in [&line, &entry, &line[head.len()..].to_vec()] {
        let log = with_long(long);
        let feeds = memchr::memchr_iter(b'\n', &log).count() as u64;
        let mut shown = Vec::new();
        for size in [997, 4 << 20, usize::MAX] {
            let mut reading = Reading::new("server.log", Handed::Log);
            for block in log.chunks(size) {
                reading.push(block);
                assert!(reading.pending.len() <= 3 * ENTRY_BYTES_MAX);
            }
            let source = reading.end();
            assert_eq!(heard_on(&source), [1, feeds]);
            assert_eq!(source.read.lines, feeds);
            assert!(source.read.remarks[0].contains("longer than 1 MB"));
            shown.push(format!("{source:?}"));
        }
        shown.dedup();
        assert_eq!(shown.len(), 1);
    }
}

#[test]
fn a_file_may_be_one_line_that_never_ends() {
    let mut reading = Reading::new("server.log", Handed::Log);
    let block = vec![0; 1 << 20];
    for _ in 0..64 {
        reading.push(&block);
        assert!(reading.pending.len() <= 3 * ENTRY_BYTES_MAX);
    }
    let source = reading.end();
    assert_eq!(source.read.lines, 1);
    assert!(source.signals.is_empty());
}
