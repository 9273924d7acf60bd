//! Listening: what the words of an entry mean, by who speaks. A speaker is a
//! file or a folder of phrases; each phrase is a literal to look for and a
//! function that reads the fact out of the entry. Knows no file format.

mod kernel;
mod mysql;
mod phrase;
mod postgresql;

use aho_corasick::AhoCorasick;

use crate::heard::Heard;
use crate::record::{Record, Speaker};

pub(crate) use phrase::{Phrase, Phrases};

/// Listens to one kind of speaker.
pub(crate) trait Listener {
    /// Hears an entry; `line` is where it begins in `file`.
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard);

    /// The file ended: what was still open is told.
    fn end(&mut self, _file: &str, _heard: &mut Heard) {}
}

/// A new listener for a speaker.
pub(crate) fn listener(speaker: Speaker) -> Box<dyn Listener> {
    match speaker {
        Speaker::Kernel => Box::new(kernel::Kernel::default()),
        other => Box::new(Phrases::new(tables(other))),
    }
}

/// The literals of a speaker, where every entry that tells something holds one;
/// none where its entries have to be heard one after another.
pub(crate) fn literals(speaker: Speaker) -> Option<AhoCorasick> {
    let tables = tables(speaker);
    let needles = tables.iter().copied().flatten().map(|phrase| phrase.needle);
    if tables.is_empty() {
        return None;
    }
    AhoCorasick::new(needles).ok()
}

/// The phrases of a speaker.
fn tables(speaker: Speaker) -> &'static [&'static [Phrase]] {
    match speaker {
        Speaker::Postgresql => postgresql::PHRASES,
        Speaker::Mysql => mysql::PHRASES,
        Speaker::Kernel
        | Speaker::Systemd
        | Speaker::Kubernetes
        | Speaker::DatabaseOperator
        | Speaker::Web
        | Speaker::Proxy
        | Speaker::Pooler
        | Speaker::Packages
        | Speaker::People
        | Speaker::Event
        | Speaker::Application => &[],
    }
}
