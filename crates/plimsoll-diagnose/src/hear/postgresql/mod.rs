//! What a `PostgreSQL` server says: its format strings in English (src/backend,
//! 12 to 18), by subject. Translated messages (`lc_messages`) are told back in English
//! where they are known, else understood by their SQLSTATE, where the log has it.

mod backup;
mod certificates;
mod codes;
mod contexts;
mod damage;
mod death;
mod disk;
mod files;
mod libraries;
mod life;
mod limits;
pub(super) mod listener;
mod locks;
mod logical;
mod logins;
mod memory;
mod recovery;
mod reload;
mod sessions;
mod settings;
mod severe;
mod start;
mod statements;
mod streams;
#[cfg(test)]
mod tests;
mod translated;
mod unfinished;
mod upkeep;
mod wal;
mod words;

use super::Phrase;

/// The subjects, the telling before the general.
pub(crate) static PHRASES: &[&[Phrase]] = &[
    life::PHRASES,
    death::PHRASES,
    limits::PHRASES,
    start::PHRASES,
    settings::PHRASES,
    recovery::PHRASES,
    libraries::PHRASES,
    damage::PHRASES,
    reload::PHRASES,
    memory::PHRASES,
    locks::PHRASES,
    wal::PHRASES,
    logical::PHRASES,
    streams::PHRASES,
    sessions::PHRASES,
    certificates::PHRASES,
    logins::PHRASES,
    statements::PHRASES,
    backup::PHRASES,
    upkeep::PHRASES,
    // By the system's error alone.
    files::PHRASES,
    disk::PHRASES,
];

/// Literals of entries that are looked at though no phrase is in them, as they
/// stand in the file: severities in the three formats, codes, what stands in an
/// entry's context alone.
pub(crate) static MORE_LITERALS: &[&[&str]] = &[
    severe::LITERALS,
    codes::LITERALS,
    &[contexts::LITERAL, logical::CONTEXT],
];

/// A literal of each translated message.
pub(super) fn translated_literals() -> impl Iterator<Item = &'static str> {
    translated::literals()
}
