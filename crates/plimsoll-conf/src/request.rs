//! What is to be read, and what comes of it.

use std::path::PathBuf;

use plimsoll_model::{Config, Engine, Version};

use crate::Need;
use crate::format::postgresql::beside;

/// What is known of the machine that formulas of a parameter group are worked
/// out for; a file of the server's own does not ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// Its memory.
    pub memory_bytes: Option<u64>,
    /// Its processors.
    pub cpus: Option<u32>,
}

/// One configuration to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The engine whose dialect it is.
    pub engine: Engine,
    /// The server's version, if told; else every series counts and the newest
    /// gives the defaults.
    pub version: Option<Version>,
    /// The main file (`postgresql.conf`, `my.cnf`, the JSON of a parameter group).
    pub main: PathBuf,
    /// Arguments of the command line that carry settings, in order
    /// (`-c work_mem=64MB`, `--sort-buffer-size=2M`), as one word each.
    pub arguments: Vec<String>,
    /// The machine it is for.
    pub instance: Instance,
}

impl Request {
    /// The file that a reading asks for besides the main one unless something
    /// in it says otherwise. Who has looked there first saves a second pass.
    pub fn beside(&self) -> Option<PathBuf> {
        match self.engine {
            Engine::Postgresql => Some(beside(&self.main)),
            Engine::Mysql | Engine::Mariadb => None,
        }
    }
}

/// What a reading came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// These first, then ask again.
    Need(Vec<Need>),
    /// All there is to say.
    Config(Box<Config>),
}
