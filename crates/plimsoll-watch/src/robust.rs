//! Order statistics: what a few wild figures do not move.

/// The figure that a share of them does not exceed; the slice is put in order. `None`
/// of nothing.
pub(crate) fn quantile(figures: &mut [f32], share: f32) -> Option<f32> {
    figures.sort_unstable_by(f32::total_cmp);
    let last = figures.len().checked_sub(1)?;
    let at = share * last as f32;
    let (below, above) = (figures[at.floor() as usize], figures[at.ceil() as usize]);
    Some(below + (above - below) * at.fract())
}

/// The middle one.
pub(crate) fn median(figures: &mut [f32]) -> Option<f32> {
    quantile(figures, 0.5)
}

/// Low, middle and high figure at these shares of the whole weight; pairs are a figure
/// and its weight, and are put in order.
pub(crate) fn weighted(pairs: &mut [(f32, f32)], shares: [f32; 3]) -> Option<[f32; 3]> {
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f32 = pairs.iter().map(|pair| pair.1).sum();
    let last = pairs.last()?.0;
    Some(shares.map(|share| {
        let mut sum = 0.0;
        let reached = pairs.iter().find(|pair| {
            sum += pair.1;
            sum >= share * whole
        });
        reached.map_or(last, |pair| pair.0)
    }))
}

#[cfg(test)]
mod tests {
    use super::{median, quantile, weighted};

    #[test]
    fn quantiles_lie_between_figures_and_nothing_has_none() {
        assert_eq!(quantile(&mut [4.0, 1.0, 3.0, 2.0], 0.5), Some(2.5));
        assert_eq!(quantile(&mut [4.0, 1.0, 3.0, 2.0], 1.0), Some(4.0));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn weight_moves_the_middle() {
        let mut pairs = [(1.0, 1.0), (9.0, 8.0), (5.0, 1.0)];
        assert_eq!(
            weighted(&mut pairs, [0.05, 0.5, 0.95]),
            Some([1.0, 9.0, 9.0])
        );
        assert_eq!(weighted(&mut [], [0.1, 0.5, 0.9]), None);
    }
}
