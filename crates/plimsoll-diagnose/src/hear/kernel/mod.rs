//! What the kernel says. A kill for memory is a block of lines that is read as a
//! whole (`oom`, `table`, `victim`); everything else is a line by itself.

mod block;
mod disk;
mod fault;
mod machine;
mod network;
mod oom;
mod table;
#[cfg(test)]
mod tests;
mod victim;
mod words;

use super::{Listener, Phrase, Phrases};
use crate::heard::Heard;
use crate::record::Record;
use oom::Oom;

/// The subjects, the telling before the general.
static PHRASES: &[&[Phrase]] = &[
    fault::PHRASES,
    disk::PHRASES,
    network::PHRASES,
    machine::PHRASES,
];

/// Listens to the kernel.
pub(crate) struct Kernel {
    oom: Oom,
    phrases: Phrases,
}

impl Default for Kernel {
    fn default() -> Self {
        Self {
            oom: Oom::default(),
            phrases: Phrases::new(PHRASES),
        }
    }
}

impl Listener for Kernel {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        if !self.oom.hear(record, file, line, heard) {
            self.phrases.hear(record, file, line, heard);
        }
    }

    fn end(&mut self, file: &str, _is_whole: bool, heard: &mut Heard) {
        self.oom.end(file, heard);
    }
}
