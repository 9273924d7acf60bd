//! What a `MySQL` (5.7 to 9.7) or `MariaDB` (10.6 to 11.8) server says: their
//! format strings in English, by subject. One fact has several wordings: the two
//! engines, and the versions of each, differ.

mod cluster;
mod crash;
mod damage;
mod disk;
mod files;
mod libraries;
mod life;
mod limits;
pub(super) mod listener;
mod locks;
mod memory;
mod sessions;
mod settings;
mod severe;
mod shapes;
mod start;
mod streams;
#[cfg(test)]
mod tests;
mod words;

use super::Phrase;

/// The subjects, the telling before the general.
pub(crate) static PHRASES: &[&[Phrase]] = &[
    life::PHRASES,
    crash::PHRASES,
    settings::PHRASES,
    shapes::PHRASES,
    memory::PHRASES,
    start::PHRASES,
    libraries::PHRASES,
    // What a replica's thread met is told as such, whatever it was.
    streams::PHRASES,
    cluster::PHRASES,
    sessions::PHRASES,
    locks::PHRASES,
    limits::PHRASES,
    // By the system's error alone.
    disk::PHRASES,
    damage::PHRASES,
    files::PHRASES,
];

/// Literals of entries that are looked at though no phrase is in them.
pub(crate) static MORE_LITERALS: &[&[&str]] = &[severe::LITERALS];
