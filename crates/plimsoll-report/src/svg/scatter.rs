//! Measured against predicted: a dot a run, its bound above it, on two
//! logarithmic axes. On the diagonal the two agree.

use plimsoll_model::{Bytes, Range};

use super::writer::{Anchor, Svg};

const SIDE: f64 = 460.0;
const LEFT: f64 = 76.0;
const TOP: f64 = 80.0;
const LEGEND: f64 = 200.0;

/// Colours of the groups, told apart by people who see red and green alike.
const COLOURS: [&str; 9] = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8f00", "#7d7d7d",
    "#5e3c99",
];

/// Runs of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Cloud {
    /// Its name in the legend.
    pub name: String,
    /// The measured peak in bytes, and what was predicted.
    pub runs: Vec<(u64, Range)>,
}

/// The picture as an SVG document; the shaded band is 15 % to either side.
/// Without a run it has axes alone.
pub fn scatter(title: &str, clouds: &[Cloud]) -> String {
    let runs: usize = clouds.iter().map(|cloud| cloud.runs.len()).sum();
    let described = format!("{runs} runs; a dot is the peak expected, the line above it the bound");
    let height = TOP + SIDE + 60.0;
    let mut svg = Svg::new(LEFT + SIDE + LEGEND, height, title, &described);
    svg.text(16.0, 24.0, Anchor::Start, "title", title);
    svg.text(16.0, 44.0, Anchor::Start, "faint", &described);
    let axis = Axis::of(clouds);
    axis.draw(&mut svg);
    for (index, cloud) in clouds.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        for (measured_bytes, range) in &cloud.runs {
            let x = LEFT + axis.along(*measured_bytes);
            let [likely, high] =
                [range.likely_bytes, range.high_bytes].map(|bytes| TOP + SIDE - axis.along(bytes));
            svg.stroke(x, likely, x, high, colour);
            svg.dot(x, likely, colour);
        }
        let y = TOP + 12.0 + index as f64 * 20.0;
        svg.dot(LEFT + SIDE + 22.0, y - 4.0, colour);
        let label = format!("{} ({})", cloud.name, cloud.runs.len());
        svg.text(LEFT + SIDE + 34.0, y, Anchor::Start, "faint", &label);
    }
    svg.finish()
}

/// Both axes: powers of two from one to the other.
struct Axis {
    from: u32,
    to: u32,
}

impl Axis {
    fn of(clouds: &[Cloud]) -> Self {
        let bytes = || {
            clouds
                .iter()
                .flat_map(|cloud| &cloud.runs)
                .flat_map(|(measured, range)| [*measured, range.likely_bytes, range.high_bytes])
                .filter(|bytes| *bytes > 0)
        };
        let from = bytes().min().map_or(20, u64::ilog2);
        let to = bytes().max().map_or(30, u64::ilog2) + 1;
        Self { from, to }
    }

    /// Where so many bytes stand, from the origin.
    fn along(&self, bytes: u64) -> f64 {
        let power = (bytes.max(1) as f64).log2();
        let share = (power - f64::from(self.from)) / f64::from(self.to - self.from);
        share.clamp(0.0, 1.0) * SIDE
    }

    fn draw(&self, svg: &mut Svg) {
        let bottom = TOP + SIDE;
        for power in self.from..=self.to {
            let at = self.along(1 << power.min(63));
            let label = Bytes(1 << power.min(63)).to_string();
            svg.line(LEFT, bottom - at, LEFT + SIDE, bottom - at, "rule");
            svg.line(LEFT + at, TOP, LEFT + at, bottom, "rule");
            svg.text(LEFT - 8.0, bottom - at + 4.0, Anchor::End, "faint", &label);
            svg.text(LEFT + at, bottom + 18.0, Anchor::Middle, "faint", &label);
        }
        let step = SIDE / f64::from(self.to - self.from);
        for factor in [1.0_f64, 1.15, 0.85] {
            let shift = factor.log2() * step;
            let (x, y) = (LEFT + (-shift).max(0.0), bottom - shift.max(0.0));
            let reach = SIDE - shift.abs();
            let class = if shift == 0.0 { "limit" } else { "band" };
            svg.line(x, y, x + reach, y - reach, class);
        }
        svg.text(
            LEFT + SIDE / 2.0,
            bottom + 42.0,
            Anchor::Middle,
            "name",
            "measured peak",
        );
        svg.text(LEFT, TOP - 8.0, Anchor::End, "name", "predicted");
    }
}

#[cfg(test)]
mod tests {
    use super::{Cloud, Range, scatter};

    #[test]
    fn every_run_is_a_dot_and_none_is_no_panic() {
        let cloud = Cloud {
            name: "a < b".to_owned(),
            runs: vec![
                (1 << 20, Range::new(0, 1 << 20, 2 << 20)),
                (u64::MAX, Range::new(0, u64::MAX, u64::MAX)),
                (0, Range::default()),
            ],
        };
        let svg = scatter("t", &[cloud]);
        assert_eq!(
            svg.matches("<circle").count(),
            4,
            "three runs and the legend"
        );
        assert!(svg.contains("a &lt; b (3)"));
        assert!(scatter("t", &[]).ends_with("</svg>\n"));
    }
}
