//! What this program was built with, beside the parameters: where each series was read
//! from, and what was known of the releases.

use super::generated;
use super::release::Releases;
use super::series::{ReadFrom, Series};

impl Series {
    /// Where the rows of this series come from.
    pub fn read_from(self) -> ReadFrom {
        generated::read_from(self.engine())[usize::from(self.index())]
    }
}

impl Releases {
    /// What this program was built with.
    pub fn embedded() -> Self {
        generated::releases()
    }
}
