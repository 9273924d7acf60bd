//! Dividing a number of sessions among groups in fixed proportion.

/// Splits `total` in proportion to `shares`; the parts sum to `total`, except
/// that nothing can be split in proportion to nothing. Whole parts first, the
/// rest to the largest remainders (Hamilton's method), earlier groups first.
pub(crate) fn apportion(total: u64, shares: &[u64]) -> Vec<u64> {
    let whole: u128 = shares.iter().map(|share| u128::from(*share)).sum();
    if whole == 0 {
        return vec![0; shares.len()];
    }
    let exact = |share: u64| u128::from(total) * u128::from(share);
    let mut parts: Vec<u64> = shares
        .iter()
        .map(|share| (exact(*share) / whole) as u64)
        .collect();
    let given: u64 = parts.iter().sum();
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse(exact(shares[index]) % whole));
    let left = usize::try_from(total - given).unwrap_or(usize::MAX);
    for &index in by_remainder.iter().take(left) {
        parts[index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::apportion;

    #[test]
    fn parts_are_in_proportion_and_sum_to_the_whole() {
        let cases: [(u64, &[u64], &[u64]); 6] = [
            (10, &[1, 4], &[2, 8]),
            (5, &[1; 10], &[1, 1, 1, 1, 1, 0, 0, 0, 0, 0]),
            (7, &[2, 1], &[5, 2]),
            (0, &[3, 4], &[0, 0]),
            (9, &[0, 0], &[0, 0]),
            (u64::MAX, &[1], &[u64::MAX]),
        ];
        for (total, shares, parts) in cases {
            assert_eq!(apportion(total, shares), parts, "{total} {shares:?}");
        }
    }
}
