//! Figures and strangers' words as they stand in a cell: short, bounded, and never an
//! escape. Pure text; colours are `paint`'s.

use jiff::Timestamp;
use plimsoll_model::Bytes;
pub(super) use plimsoll_report::ago;

/// Eighths of a cell, for bars that are finer than cells.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/// Heights of a sparkline.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What a stranger wrote: nothing in it steers the terminal.
pub(super) fn text(text: &str) -> String {
    plimsoll_report::clean(text)
}

/// A count, in four letters.
pub(super) fn count(value: f64) -> String {
    match value {
        value if value < 9.95 && value.fract() != 0.0 => format!("{value:.1}"),
        value if value < 9_999.5 => format!("{value:.0}"),
        value if value < 999_500.0 => format!("{:.0}k", value / 1e3),
        value if value < 999_500_000.0 => format!("{:.0}M", value / 1e6),
        value => format!("{:.0}G", value / 1e9),
    }
}

/// A count, or a dash.
pub(super) fn count_or_dash(value: Option<u64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| count(value as f64))
}

/// A span of time, in six letters.
pub(super) fn seconds(seconds: f64) -> String {
    match seconds {
        it if it < 0.000_999_5 => format!("{:.0} µs", it * 1e6),
        it if it < 0.099_95 => format!("{:.1} ms", it * 1e3),
        it if it < 0.999_5 => format!("{:.0} ms", it * 1e3),
        it if it < 119.5 => format!("{it:.1} s"),
        it => ago(it as i64),
    }
}

/// How long ago a moment was, at another.
pub(super) fn since(moment: Option<&str>, at: Option<Timestamp>) -> Option<String> {
    let moment: Timestamp = moment?.parse().ok()?;
    Some(ago(at?.as_second() - moment.as_second()))
}

/// Held and limit in the limit's unit: `1.2/2.0G`.
pub(super) fn of_limit(held: Option<u64>, limit: Option<u64>) -> String {
    let largest = limit.or(held).unwrap_or(0);
    let steps = [(1 << 40, "T"), (1 << 30, "G"), (1 << 20, "M")];
    let (step, unit) = steps
        .into_iter()
        .find(|(step, _)| largest >= *step)
        .unwrap_or((1 << 10, "k"));
    let figure = |bytes: Option<u64>| {
        bytes.map_or_else(
            || "-".to_owned(),
            |bytes| match bytes as f64 / step as f64 {
                real if real < 9.95 => format!("{real:.1}"),
                real => format!("{real:.0}"),
            },
        )
    };
    match (held, limit) {
        (None, None) => "-".to_owned(),
        (_, Some(_)) => format!("{}/{}{unit}", figure(held), figure(limit)),
        (Some(_), None) => format!("{}{unit}", figure(held)),
    }
}

/// The same in words: `1.20 GB of 2 GB (60 %)`.
pub(super) fn of_limit_in_words(held: Option<u64>, limit: Option<u64>) -> String {
    match (held, limit) {
        (Some(held), Some(limit)) if limit > 0 => {
            let share = held as f64 / limit as f64 * 100.0;
            format!("{} of {} ({share:.0} %)", Bytes(held), Bytes(limit))
        }
        (Some(held), _) => format!("{}, limit unknown", Bytes(held)),
        (None, Some(limit)) => format!("unknown of {}", Bytes(limit)),
        (None, None) => "-".to_owned(),
    }
}

/// What share is held, where both are known.
pub(super) fn share(held: Option<u64>, limit: Option<u64>) -> Option<f64> {
    let limit = limit.filter(|limit| *limit > 0)?;
    Some(held? as f64 / limit as f64)
}

/// A share as a bar of so many cells; above 1 it is full.
pub(super) fn bar(share: f64, width: usize) -> String {
    let eighths = (share.clamp(0.0, 1.0) * (width * 8) as f64).round() as usize;
    let mut bar = "█".repeat(eighths / 8);
    if let Some(part) = (eighths % 8).checked_sub(1) {
        bar.push(EIGHTHS[part]);
    }
    let drawn = bar.chars().count();
    bar.extend(std::iter::repeat_n('·', width.saturating_sub(drawn)));
    bar
}

/// Points as heights between the lowest and the highest, the largest of each cell's.
pub(super) fn sparkline(points: &[f64], width: usize) -> String {
    let low = points.iter().copied().fold(f64::INFINITY, f64::min);
    let high = points.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let cells = points.len().min(width);
    let height = |cell: usize| {
        let of = &points[cell * points.len() / cells..(cell + 1) * points.len() / cells];
        let top = of.iter().copied().fold(low, f64::max);
        let step = (top - low) / (high - low) * 7.0;
        HEIGHTS[if step.is_finite() {
            step.round() as usize
        } else {
            0
        }]
    };
    (0..cells).map(height).collect()
}

/// Lines of at most so many letters, broken between words, within one where it must.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for (nth, part) in letters.chunks(width).enumerate() {
            let last = lines.len() - 1;
            let length = lines[last].chars().count();
            let gap = usize::from(length > 0 && nth == 0);
            if length + gap + part.len() > width || nth > 0 {
                lines.push(part.iter().collect());
            } else {
                let line = &mut lines[last];
                line.extend(std::iter::repeat_n(' ', gap).chain(part.iter().copied()));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{ago, bar, count, of_limit, seconds, sparkline, wrapped};

    #[test]
    fn figures_are_short() {
        let counts = [0.0, 0.4, 9.0, 31.7, 9_999.0, 12_345.0, 2e6, 3e9].map(count);
        assert_eq!(counts, ["0", "0.4", "9", "32", "9999", "12k", "2M", "3G"]);
        let spans = [0.000_05, 0.0025, 0.25, 12.0, 600.0].map(seconds);
        assert_eq!(spans, ["50 µs", "2.5 ms", "250 ms", "12.0 s", "10 min"]);
        assert_eq!(
            [-5, 119, 7_199, 90_000, 900_000].map(ago).join(","),
            "0 s,119 s,119 min,25 h,10 d"
        );
    }

    #[test]
    fn memory_is_held_against_its_limit() {
        assert_eq!(of_limit(Some(1230 << 20), Some(2 << 30)), "1.2/2.0G");
        assert_eq!(of_limit(None, Some(64 << 30)), "-/64G");
        assert_eq!(of_limit(Some(700 << 20), None), "700M");
        assert_eq!(of_limit(None, None), "-");
    }

    #[test]
    fn bars_and_lines_fit_whatever_comes() {
        assert_eq!(bar(0.55, 5), "██▊··");
        assert_eq!(bar(7.0, 3), "███");
        assert_eq!(bar(f64::NAN, 3), "···");
        assert_eq!(sparkline(&[], 9), "");
        assert_eq!(sparkline(&[2.0, 2.0], 9), "▁▁");
        assert_eq!(sparkline(&[0.0, 1.0, 5.0, 7.0], 2), "▂█");
        assert_eq!(wrapped("aa bb cc", 8), ["aa bb cc"]);
        assert_eq!(wrapped("aa 0123456789ab", 8), ["aa", "01234567", "89ab"]);
    }
}
