//! How much one observation tells. Knows no cause.

/// How much one observation tells for or against a cause: natural logarithms of
/// likelihood ratios, by steps that a person can hold apart. Set once and held
/// against the corpus (`cargo xtask score-diagnose` prints the calibration);
/// never set for a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// The speaker names the cause itself.
    Proof,
    /// Hardly to be explained otherwise.
    Strong,
    /// Expected of this cause, seldom of others.
    Fair,
    /// A little more likely with it than without.
    Slight,
}

impl Weight {
    /// The logarithm of its likelihood ratio.
    pub(crate) const fn log_odds(self) -> f64 {
        match self {
            Self::Proof => 6.0,
            Self::Strong => 3.0,
            Self::Fair => 1.5,
            Self::Slight => 0.6,
        }
    }

    /// The next smaller step.
    pub(crate) const fn less(self) -> Self {
        match self {
            Self::Proof => Self::Strong,
            Self::Strong => Self::Fair,
            Self::Fair | Self::Slight => Self::Slight,
        }
    }
}
