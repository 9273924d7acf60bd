//! A running server's settings: as its rows have each, and all of them.

use plimsoll_model::{Config, InForce, Setting};

/// A running server's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// What someone set, and where from; problems only with the version.
    pub config: Config,
    /// Every value in force, those that the server worked out too.
    pub settings: InForce,
}

/// The question whose rows are the settings, of every engine.
pub const SETTINGS: &str = "settings";

/// A setting as a server's row has it.
pub(super) struct Row {
    pub(super) setting: Setting,
    /// Whether someone set it: not the build, nor the server itself.
    pub(super) is_set: bool,
}
