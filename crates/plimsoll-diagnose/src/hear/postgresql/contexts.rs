//! Memory contexts, dumped at an out of memory (src/backend/utils/mmgr/mcxt.c,
//! `MemoryContextStats`): lines without a prefix, written before the entry they
//! belong to, so that they hang on the entry before it.

use std::borrow::Cow;

use crate::heard::Heard;
use crate::record::Record;
use crate::signal::{Said, ServerSignal};

/// Stands in every dump, in its last line.
pub(super) const LITERAL: &str = "Grand total: ";

/// A context of a dump.
struct Context {
    name: String,
    bytes: u64,
    line: u64,
    words: String,
}

/// Tells the largest context of a dump that hangs on an entry.
pub(super) fn hear(record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
    if !record.added.contains(LITERAL) {
        return;
    }
    if let Some(largest) = largest(&record.added) {
        let said = Said::Server(ServerSignal::LargestContext {
            name: largest.name,
            bytes: largest.bytes,
        });
        let record = Record {
            message: Cow::Owned(largest.words),
            added: Cow::Borrowed(""),
            ..record.clone()
        };
        heard.push(said, &record, file, line + largest.line);
    }
}

/// `  ExecutorState: 8192 total in 1 blocks; 7000 free (0 chunks); 1192 used`;
/// what is not listed stands behind its like, indented as it (`  6 more child
/// contexts containing 98304 total in 12 blocks; …`). Lines are counted from the
/// entry's first.
fn largest(added: &str) -> Option<Context> {
    // The last context of each depth: whose children a line at the next depth is.
    let mut path: Vec<(usize, &str)> = Vec::new();
    let mut largest: Option<Context> = None;
    for (text, line) in added.lines().zip(1..) {
        let words = text.trim_start();
        let depth = text.len() - words.len();
        path.retain(|(of, _)| *of < depth);
        let (name, bytes) = if let Some((name, bytes)) = listed(words) {
            path.push((depth, name));
            (name.to_owned(), bytes)
        } else if let (Some(bytes), Some((_, parent))) = (unlisted(words), path.last()) {
            (format!("children of {parent}"), bytes)
        } else {
            continue;
        };
        if largest.as_ref().is_none_or(|it| it.bytes < bytes) {
            largest = Some(Context {
                name,
                bytes,
                line,
                words: words.to_owned(),
            });
        }
    }
    largest
}

fn listed(words: &str) -> Option<(&str, u64)> {
    let (head, _) = words.split_once(" total in ")?;
    let (name, digits) = head.rsplit_once(": ")?;
    Some((name, digits.parse().ok()?))
}

fn unlisted(words: &str) -> Option<u64> {
    let (head, _) = words.split_once(" total in ")?;
    let (_, digits) = head.split_once(" more child contexts containing ")?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard, heard};
    use crate::signal::ServerSignal::{LargestContext, Ready};

    #[test]
    fn the_largest_context_of_a_dump_is_told() {
        let name = "ExecutorState".to_owned();
        // 12; from 15 on the same with other counts of blocks.
        assert_heard(&[(
            "LOG:  duration: 3 ms
TopMemoryContext: 76272 total in 6 blocks; 15080 free (8 chunks); 61192 used
  TopPortalContext: 8192 total in 1 blocks; 7656 free (0 chunks); 536 used
    PortalContext: 1024 total in 1 blocks; 624 free (0 chunks); 400 used: <unnamed>
      ExecutorState: 536879208 total in 3 blocks; 5288 free (7 chunks); 536873920 used
  CacheMemoryContext: 524288 total in 7 blocks; 99880 free (0 chunks); 424408 used
Grand total: 538000000 bytes in 180 blocks; 350584 free (140 chunks); 537649416 used",
            LargestContext {
                name,
                bytes: 536_879_208,
            },
        )]);
    }

    #[test]
    fn contexts_that_are_not_listed_are_their_parents() {
        let log = ["LOG:  database system is ready to accept connections
TopMemoryContext: 76272 total in 6 blocks; 15080 free (8 chunks); 61192 used
  CacheMemoryContext: 524288 total in 7 blocks; 99880 free (0 chunks); 424408 used
    CachedPlan: 8192 total in 4 blocks; 1000 free (0 chunks); 7192 used: select $1
    9900 more child contexts containing 81100800 total in 39600 blocks; 9 free (0 chunks); 81100791 used
Grand total: 81709552 bytes in 180 blocks; 350584 free (140 chunks); 81358968 used"];
        let name = "children of CacheMemoryContext".to_owned();
        let bytes = 81_100_800;
        assert_eq!(heard(&log), [LargestContext { name, bytes }, Ready]);
    }

    #[test]
    fn contexts_that_somebody_asked_for_are_no_dump() {
        // pg_log_backend_memory_contexts() (14 on) writes each as an entry.
        assert_unheard(&[
            "LOG:  level: 1; ExecutorState: 536879208 total in 3 blocks; 5288 free (7 chunks); 536873920 used",
            "LOG:  Grand total: 538000000 bytes in 180 blocks; 350584 free (140 chunks); 537649416 used",
        ]);
    }
}
