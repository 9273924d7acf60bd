//! The newest lines of a log, as many as fit: what a diagnosis begins with. What they
//! mean is not known here.

use std::collections::VecDeque;

/// Bytes that are kept of one log.
const BYTES_MAX: usize = 128 << 10;

/// The newest bytes of a log, from the beginning of a line on.
#[derive(Debug, Default)]
pub(super) struct Ring {
    bytes: VecDeque<u8>,
}

impl Ring {
    /// Takes what was written since.
    pub(super) fn push(&mut self, bytes: &[u8]) {
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
        ring.push(b"first\nsec");
        ring.push(b"ond\n");
        assert_eq!(ring.bytes(), b"first\nsecond\n");
        let line = [b"x".repeat(1023), b"\n".to_vec()].concat();
        for _ in 0..300 {
            ring.push(&line);
        }
        assert!(ring.bytes().len() <= BYTES_MAX && ring.bytes().starts_with(b"x"));
        assert_eq!(ring.bytes().len() % line.len(), 0);
        ring.push(&b"y".repeat(BYTES_MAX * 2));
        assert!(ring.bytes().is_empty());
    }
}
