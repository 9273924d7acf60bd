//! Where the terms write what they charge: full lines for the bill, or sums
//! alone for the many pricings behind a load line.

use plimsoll_model::{Line, Pool, Range, Who};

/// One charge, its formula apart: that is only written where a person reads it.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    /// What takes the memory.
    pub(crate) what: &'static str,
    /// Whose it is.
    pub(crate) who: Who,
    /// How many of it.
    pub(crate) count: u64,
    /// How much, all of them together.
    pub(crate) range: Range,
    /// Canonical names of the parameters that move it.
    pub(crate) parameters: &'static [&'static str],
    /// Manual section, source file and function, or measurement.
    pub(crate) source: &'static str,
    /// The account it is charged to.
    pub(crate) pool: Pool,
}

/// The lines and sums of one pricing.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    written: bool,
    /// The lines, in the order the terms gave them; empty when only sums are kept.
    pub(crate) lines: Vec<Line>,
    /// The sum of what is charged to the limit.
    pub(crate) total: Range,
}

impl Ledger {
    /// A ledger that writes lines.
    pub(crate) fn written() -> Self {
        Self {
            written: true,
            ..Self::default()
        }
    }

    /// A ledger that only sums.
    pub(crate) fn sums() -> Self {
        Self::default()
    }

    /// Charges one entry; one that can never take a byte is left out.
    pub(crate) fn charge(&mut self, entry: Entry, formula: impl FnOnce() -> String) {
        if entry.range.high_bytes == 0 {
            return;
        }
        match entry.pool {
            Pool::Limit => self.total = sum(self.total, entry.range),
            Pool::HugePages => {}
        }
        if self.written {
            self.lines.push(Line {
                what: entry.what.to_owned(),
                who: entry.who,
                count: entry.count,
                range: entry.range,
                formula: formula(),
                parameters: entry
                    .parameters
                    .iter()
                    .map(|&name| name.to_owned())
                    .collect(),
                source: entry.source.to_owned(),
                pool: entry.pool,
            });
        }
    }
}

fn sum(left: Range, right: Range) -> Range {
    Range {
        low_bytes: left.low_bytes.saturating_add(right.low_bytes),
        likely_bytes: left.likely_bytes.saturating_add(right.likely_bytes),
        high_bytes: left.high_bytes.saturating_add(right.high_bytes),
    }
}
