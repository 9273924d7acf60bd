//! The pinned score.
