//! Whole lines out of bytes that come as they come.

/// Of a line whose end has not come, this much is kept.
pub(super) const LINE_MAX: usize = 64 << 10;

/// The half line at the end of what was read.
#[derive(Debug, Default)]
pub(super) struct Lines {
    half: Vec<u8>,
    /// Whether the rest of a line comes whose beginning was not read.
    is_inside: bool,
}

impl Lines {
    /// What comes first is the rest of a line that is not wanted.
    pub(super) fn begin_inside(&mut self, is_inside: bool) {
        self.is_inside = is_inside;
    }

    /// Takes bytes; whole lines, or what is too long to wait for its end.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Vec<u8> {
        let bytes = if self.is_inside {
            let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
                return Vec::new();
            };
            self.is_inside = false;
            &bytes[end + 1..]
        } else {
            bytes
        };
        let end = bytes.iter().rposition(|byte| *byte == b'\n');
        let (whole, half) = bytes.split_at(end.map_or(0, |end| end + 1));
        let mut lines = Vec::new();
        if !whole.is_empty() {
            lines = std::mem::take(&mut self.half);
            lines.extend_from_slice(whole);
        }
        self.half.extend_from_slice(half);
        if self.half.len() > LINE_MAX {
            lines.append(&mut self.half);
        }
        lines
    }

    /// What waits for its end, which will not come.
    pub(super) fn cut(&mut self) -> Vec<u8> {
        self.is_inside = false;
        std::mem::take(&mut self.half)
    }
}

#[cfg(test)]
mod tests {
    use super::{LINE_MAX, Lines};

    #[test]
    fn a_half_line_waits_for_its_end_but_not_for_ever() {
        let mut lines = Lines::default();
        assert_eq!(lines.add(b"one\ntw"), b"one\n");
        assert_eq!(lines.add(b"o"), b"");
        assert_eq!(lines.add(b"\n\nthr"), b"two\n\n");
        assert_eq!(lines.cut(), b"thr");
        let long = vec![b'x'; LINE_MAX + 1];
        assert_eq!(lines.add(&long), long);
        assert_eq!(lines.add(b"\n"), b"\n");
    }

    #[test]
    fn the_rest_of_a_line_whose_beginning_was_not_read_is_none() {
        let mut lines = Lines::default();
        lines.begin_inside(true);
        assert_eq!(lines.add(b"st of it"), b"");
        assert_eq!(lines.add(b"\ntwo\n"), b"two\n");
    }
}
