//! Smallest edits to a file's bytes: a place and what stands there instead.
//! Knows nothing of dialects: they say where, this says what comes out.

/// A range of bytes in a file, end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The bytes it covers; none where it does not lie inside them.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        bytes.get(self.start..self.end).unwrap_or_default()
    }
}

/// New bytes for a span; an empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub bytes: Vec<u8>,
}

/// The file after the edits, every byte outside their spans as it was. Edits
/// may come in any order; one that overlaps an earlier place, or lies outside
/// the file, is left out.
pub fn apply(file: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| edit.span);
    let mut result = Vec::with_capacity(file.len());
    let mut done = 0;
    for edit in ordered {
        let Span { start, end } = edit.span;
        if start < done || end < start || end > file.len() {
            continue;
        }
        result.extend_from_slice(&file[done..start]);
        result.extend_from_slice(&edit.bytes);
        done = end;
    }
    result.extend_from_slice(&file[done..]);
    result
}

#[cfg(test)]
mod tests {
    use super::{Edit, Span, apply};

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            span: Span::new(start, end),
            bytes: text.as_bytes().to_vec(),
        }
    }

    #[test]
    fn edits_apply_in_order_of_place_and_touch_nothing_else() {
        let edits = [edit(8, 9, "Z"), edit(0, 0, "<"), edit(2, 5, "")];
        assert_eq!(apply(b"0123456789", &edits), b"<01567Z9");
        assert_eq!(apply(b"0123456789", &[]), b"0123456789");
    }

    #[test]
    fn edits_that_overlap_or_lie_outside_are_left_out() {
        let edits = [edit(1, 4, "A"), edit(3, 5, "B"), edit(9, 30, "C")];
        assert_eq!(apply(b"0123456789", &edits), b"0A456789");
    }
}
