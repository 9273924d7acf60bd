//! The water line: low, likely and high as one bar against the limit.

use plimsoll_model::Range;

const WIDTH: u64 = 60;

/// A bar of sixty letters: full up to `low`, half up to `likely`, light up to
/// `high`, and a mark at the limit. What goes far beyond the limit is cut off
/// with an arrow, so that the limit stays where it can be seen.
pub(super) fn bar(total: Range, limit_bytes: Option<u64>) -> String {
    let longest = limit_bytes.map_or(total.high_bytes, |limit| {
        total.high_bytes.clamp(limit, limit.saturating_mul(2))
    });
    let scale = longest.max(1);
    let cell = |bytes: u64| {
        u64::try_from(u128::from(bytes.min(scale)) * u128::from(WIDTH) / u128::from(scale))
            .unwrap_or(WIDTH)
    };
    let mark = limit_bytes.map(|limit| cell(limit).min(WIDTH - 1));
    let [low, likely, high] = [total.low_bytes, total.likely_bytes, total.high_bytes].map(cell);
    let mut drawn: String = (0..WIDTH)
        .map(|at| match at {
            _ if Some(at) == mark => '|',
            _ if at < low => '█',
            _ if at < likely => '▓',
            _ if at < high => '░',
            _ => '·',
        })
        .collect();
    if total.high_bytes > scale {
        drawn.push('→');
    }
    drawn
}

#[cfg(test)]
mod tests {
    use plimsoll_model::Range;

    use super::bar;

    // The hashes are expect-test's own.
    #[allow(clippy::needless_raw_string_hashes)]
    #[test]
    fn the_limit_stays_visible_whatever_the_bill() {
        let cases = [
            (Range::new(25, 50, 75), Some(100)),
            (Range::new(50, 150, 1 << 60), Some(100)),
            (Range::new(0, 0, 0), Some(1)),
            (Range::new(u64::MAX, u64::MAX, u64::MAX), Some(u64::MAX)),
            (Range::new(1, 2, 3), None),
            (Range::new(1, 2, 3), Some(0)),
        ];
        let bars: Vec<String> = cases
            .iter()
            .map(|(total, limit)| bar(*total, *limit))
            .collect();
        expect_test::expect![[r#"
            ███████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░░░░··············|
            ███████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓|▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░░░░→
            ···························································|
            ███████████████████████████████████████████████████████████|
            ████████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░░░
            |███████████████████████████████████████████████████████████→"#]]
        .assert_eq(&bars.join("\n"));
    }
}
