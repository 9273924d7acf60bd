//! The newest lines of a log, as many as fit: what a diagnosis begins with. What they
//! mean is not known here.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

/// Bytes that are kept of one log.
const BYTES_MAX: usize = 128 << 10;

/// How long it is known what came when: the quarter of an hour that is asked about, and
/// what asking takes.
const TIMES_MAX: SignedDuration = SignedDuration::from_mins(16);

/// The newest bytes of a log, from the beginning of a line on.
#[derive(Debug, Default)]
pub(super) struct Ring {
    bytes: VecDeque<u8>,
    /// All that ever came.
    came: u64,
    /// When it did: how much had come by then, of the times that are kept.
    by: VecDeque<(Timestamp, u64)>,
}

impl Ring {
    /// Takes what was written since, and came at a moment.
    pub(super) fn push(&mut self, bytes: &[u8], at: Timestamp) {
        self.by.push_back((at, self.came));
        self.came += bytes.len() as u64;
        let oldest = self.came.saturating_sub(BYTES_MAX as u64);
        let is_over = |(when, came): &(Timestamp, u64)| {
            *came <= oldest || at.duration_since(*when) > TIMES_MAX
        };
        while self.by.get(1).is_some_and(is_over) {
            self.by.pop_front();
        }
        let kept = bytes.len().min(BYTES_MAX);
        let over = (self.bytes.len() + kept).saturating_sub(BYTES_MAX);
        let is_cut = over > 0 || kept < bytes.len();
        self.bytes.drain(..over.min(self.bytes.len()));
        self.bytes.extend(&bytes[bytes.len() - kept..]);
        if is_cut {
            let line = self.bytes.iter().position(|byte| *byte == b'\n');
            self.bytes
                .drain(..line.map_or(self.bytes.len(), |at| at + 1));
        }
    }

    /// What came since a moment.
    pub(super) fn since(&self, at: Timestamp) -> Vec<u8> {
        let before = self.by.iter().find(|(came, _)| *came >= at);
        let from = before.map_or(self.came, |(_, from)| *from);
        let bytes = usize::try_from(self.came - from).unwrap_or(usize::MAX);
        let skipped = self.bytes.len().saturating_sub(bytes);
        self.bytes.iter().skip(skipped).copied().collect()
    }

    /// All of it.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.bytes.iter().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES_MAX, Ring};

    #[test]
    fn the_newest_whole_lines_are_kept() {
        let mut ring = Ring::default();
        let at = |second| jiff::Timestamp::from_second(second).unwrap();
        ring.push(b"first\nsec", at(1));
        ring.push(b"ond\n", at(2));
        assert_eq!(ring.since(at(2)), b"ond\n");
        assert_eq!(ring.since(at(1)), ring.bytes());
        assert!(ring.since(at(3)).is_empty());
        assert_eq!(ring.bytes(), b"first\nsecond\n");
        let line = [b"x".repeat(1023), b"\n".to_vec()].concat();
        for _ in 0..300 {
            ring.push(&line, at(3));
        }
        assert!(ring.bytes().len() <= BYTES_MAX && ring.bytes().starts_with(b"x"));
        assert_eq!(ring.bytes().len() % line.len(), 0);
        assert_eq!(ring.since(at(3)), ring.bytes());
        ring.push(&b"y".repeat(BYTES_MAX * 2), at(4));
        assert!(ring.bytes().is_empty());
    }

    #[test]
    fn the_times_of_a_log_that_says_little_are_few() {
        let mut ring = Ring::default();
        let at = |second| jiff::Timestamp::from_second(second).unwrap();
        for second in 0..100_000 {
            ring.push(b"\n", at(second));
        }
        assert!(ring.by.len() <= 16 * 60 + 2, "{}", ring.by.len());
        assert_eq!(ring.since(at(100_000 - 900)).len(), 900);
    }
}
