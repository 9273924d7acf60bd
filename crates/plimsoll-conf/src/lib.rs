//! Text (bytes) to settings and back: the two dialects, parameter groups, the
//! catalogue of parameters, smallest edits.
//!
//! Parsing never fails and loses nothing: what cannot be read is a `Problem`
//! with its place, and printing what was parsed gives back every byte. This
//! crate opens no file: it says what it [`Need`]s and the caller reads it.

mod apart;
pub mod catalogue;
mod compare;
mod defaults;
mod detect;
pub mod document;
pub mod edit;
mod effective;
mod facts;
mod files;
mod fork;
pub mod format;
mod line;
mod load;
mod names;
mod request;
mod rewrite;
pub mod running;
mod unwritable;
mod written_by;

use plimsoll_model::Engine;

pub use compare::{Difference, differences};
pub use defaults::{defaults, shown};
pub use detect::{contradiction, detect, version_of_data_directory, version_of_path};
pub use effective::in_force;
pub use facts::put_fact;
pub use files::{Entry, Files, Need};
pub use fork::settle_fork;
pub use format::parameter_group::{engine_of_group, is_parameter_group, version_of_group};
pub use load::{LoadReading, read_load};
pub use names::nearest;
pub use request::{Instance, Outcome, Request};
pub use rewrite::{line_for, rewritten, value_at};
pub use unwritable::Unwritable;
pub use written_by::{Writer, written_by};

/// Reads a configuration as a server of its engine would, or says which files
/// that takes. Never fails: what is wrong is in the configuration's problems.
pub fn read(request: &Request, files: &Files) -> Outcome {
    if let Some(Entry::File(bytes)) = files.get(&request.main)
        && is_parameter_group(bytes)
    {
        return Outcome::Config(Box::new(format::parameter_group::read(request, bytes)));
    }
    match request.engine {
        Engine::Postgresql => format::postgresql::read(request, files),
        Engine::Mysql | Engine::Mariadb => format::my_cnf::read(request, files),
    }
}
