//! Choices from a seed, so that a run can be made again.

/// A stream of choices: `SplitMix64` (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014), enough to pick cases.
#[derive(Debug, Clone)]
pub(crate) struct Seed(u64);

impl Seed {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for a name: another server's cases do not change when one is added.
    pub(crate) fn for_name(seed: u64, name: &str) -> Self {
        // FNV-1a, 64 bits.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self::new(seed ^ hash)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from 1 to `last`.
    pub(crate) const fn number(&mut self, last: u64) -> u64 {
        let last = if last == 0 { 1 } else { last };
        self.next() % last + 1
    }

    /// One of several; `options` is never empty.
    pub(crate) const fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[(self.next() % options.len() as u64) as usize]
    }

    /// True in `percent` of a hundred.
    pub(crate) const fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_choices() {
        let choices = |mut seed: Seed| [seed.number(1000), seed.number(1000), seed.number(1000)];
        assert_eq!(
            choices(Seed::for_name(7, "a")),
            choices(Seed::for_name(7, "a"))
        );
        assert_ne!(
            choices(Seed::for_name(7, "a")),
            choices(Seed::for_name(7, "b"))
        );
        assert_ne!(
            choices(Seed::for_name(7, "a")),
            choices(Seed::for_name(8, "a"))
        );
    }

    #[test]
    fn numbers_stay_in_their_range() {
        let mut seed = Seed::new(1);
        assert!((0..1000).all(|_| (1..=3).contains(&seed.number(3))));
        assert_eq!(seed.number(0), 1);
    }
}
