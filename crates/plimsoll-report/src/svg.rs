//! The bill as a picture: a row a line, the total below, the limit as a mark.

mod scatter;
mod timeline;
mod writer;

use plimsoll_model::{Bytes, Line, MemoryBill, Pool, Range};
use writer::{Anchor, Svg};

pub use scatter::{Cloud, scatter};
pub use timeline::timeline;

const MARGIN: f64 = 16.0;
const BAR: f64 = 500.0;
/// Room for the figures behind a bar.
const FIGURES: f64 = 150.0;
/// The widest that a letter of the texts runs on average, by fonts in use; the
/// reader's own font is not known here.
const LETTER: f64 = 7.6;
/// The same of the title.
const TITLE_LETTER: f64 = 9.0;
const ROW: f64 = 24.0;
const TOP: f64 = 64.0;

/// The bill as an SVG document. Light and dark surroundings both work; every
/// figure drawn stands beside its bar as text.
pub fn bill(path: &str, bill: &MemoryBill) -> String {
    let rows = bill.lines.len() as f64 + 1.0;
    let height = TOP + rows * ROW + 64.0;
    let title = format!("Memory bill of {path}");
    let scale = Scale::of(bill);
    let heading = 2.0 * MARGIN + title.chars().count() as f64 * TITLE_LETTER;
    let width = (scale.left + BAR + FIGURES).max(heading);
    let mut svg = Svg::new(width, height, &title, &described(bill));
    svg.text(MARGIN, 24.0, Anchor::Start, "title", &title);
    svg.text(MARGIN, 44.0, Anchor::Start, "faint", &described(bill));
    for (index, line) in bill.lines.iter().enumerate() {
        let name = name(line);
        svg.open_group(&tooltip(line));
        row(
            &mut svg,
            TOP + index as f64 * ROW,
            &name,
            line.range,
            &scale,
        );
        svg.close_group();
    }
    let bottom = TOP + (rows - 1.0) * ROW + 8.0;
    svg.line(MARGIN, bottom - 4.0, width - MARGIN, bottom - 4.0, "rule");
    row(&mut svg, bottom, "total", bill.total, &scale);
    if let Some(limit) = bill.limit_bytes.get() {
        let at = scale.left + scale.length(*limit);
        svg.line(at, TOP - 6.0, at, bottom + ROW, "limit");
        let label = format!("limit {}", Bytes(*limit));
        svg.text(
            at,
            bottom + ROW + 14.0,
            Anchor::Middle,
            "limit-text",
            &label,
        );
    }
    legend(&mut svg, height - 12.0);
    svg.finish()
}

/// Bytes to a length; bars far beyond the limit end at the edge.
struct Scale {
    /// Where the bars begin; the longest name of a line fits before it.
    left: f64,
    bytes: f64,
}

impl Scale {
    fn of(bill: &MemoryBill) -> Self {
        let high = bill.total.high_bytes;
        let longest = bill
            .limit_bytes
            .get()
            .map_or(high, |limit| high.clamp(*limit, limit.saturating_mul(2)));
        let names = bill.lines.iter().map(|line| name(line).chars().count());
        Self {
            left: MARGIN + 10.0 + names.max().unwrap_or(0).max(5) as f64 * LETTER,
            bytes: longest.max(1) as f64,
        }
    }

    fn length(&self, bytes: u64) -> f64 {
        (bytes as f64 / self.bytes).min(1.0) * BAR
    }
}

fn row(svg: &mut Svg, y: f64, name: &str, range: Range, scale: &Scale) {
    svg.text(scale.left - 10.0, y + 15.0, Anchor::End, "name", name);
    for (class, bytes) in [
        ("high", range.high_bytes),
        ("likely", range.likely_bytes),
        ("low", range.low_bytes),
    ] {
        svg.rect(scale.left, y + 4.0, scale.length(bytes), ROW - 9.0, class);
    }
    let figures = format!(
        "{} – {}",
        Bytes(range.likely_bytes),
        Bytes(range.high_bytes)
    );
    svg.text(
        scale.left + BAR + 10.0,
        y + 15.0,
        Anchor::Start,
        "faint",
        &figures,
    );
}

fn name(line: &Line) -> String {
    match line.pool {
        Pool::Limit => line.what.clone(),
        Pool::HugePages => format!("{} (huge pages)", line.what),
    }
}

fn tooltip(line: &Line) -> String {
    format!("{}: {}", line.what, line.formula)
}

fn described(bill: &MemoryBill) -> String {
    let load = &bill.load;
    format!(
        "{} sessions ({}), verdict: {}, likely {}, at most {}",
        load.sessions,
        load.sessions_source.as_str(),
        bill.verdict.as_str(),
        Bytes(bill.total.likely_bytes),
        Bytes(bill.total.high_bytes),
    )
}

fn legend(svg: &mut Svg, y: f64) {
    let mut x = MARGIN;
    for (class, text) in [
        ("low", "low: idle and warm"),
        ("likely", "likely: the peak expected"),
        ("high", "high: the bound"),
    ] {
        svg.rect(x, y - 9.0, 12.0, 10.0, class);
        svg.text(x + 18.0, y, Anchor::Start, "faint", text);
        x += 190.0;
    }
}
