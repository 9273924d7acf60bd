//! Listening: what the words of an entry mean, by who speaks. A speaker is a
//! file or a folder of phrases; each phrase is a literal to look for and a
//! function that reads the fact out of the entry. Knows no file format.

mod application;
mod database_operator;
mod event;
mod finder;
mod forms;
mod kernel;
mod kubernetes;
mod listen;
mod mysql;
mod names;
mod packages;
mod people;
mod phrase;
mod pooler;
mod postgresql;
mod proxy;
mod refusals;
mod systemd;
#[cfg(test)]
mod tests;
mod web;

use aho_corasick::AhoCorasick;

use crate::record::Speaker;

pub(crate) use kubernetes::is_client;
pub(crate) use listen::{Listener, Phrases, Sampled};
pub(crate) use names::is_another_unit;
pub(crate) use phrase::Phrase;

/// A new listener for a speaker.
pub(crate) fn listener(speaker: Speaker) -> Box<dyn Listener> {
    match speaker {
        Speaker::Event => Box::new(event::Events),
        Speaker::Kernel => Box::new(kernel::Kernel::default()),
        Speaker::Packages => Box::new(packages::Packages),
        Speaker::Postgresql => Box::new(postgresql::listener::Postgresql::default()),
        Speaker::Mysql => Box::new(mysql::listener::Mysql::default()),
        Speaker::Kubernetes => Box::new(kubernetes::Kubernetes::new()),
        Speaker::Systemd => Box::new(systemd::pressure::Systemd::new()),
        Speaker::Web => Box::new(Sampled::new(web::PHRASES, web::status)),
        Speaker::Proxy => Box::new(Sampled::new(proxy::PHRASES, proxy::ended)),
        other => Box::new(Phrases::new(tables(other))),
    }
}

/// The literals of a speaker, where every entry that tells something holds one;
/// none where its entries have to be heard one after another.
pub(crate) fn literals(speaker: Speaker) -> Option<AhoCorasick> {
    finder::in_a_file(tables(speaker), &more_literals(speaker))
}

/// Literals of entries that a speaker's listener hears without a phrase.
fn more_literals(speaker: Speaker) -> Vec<&'static str> {
    let flat =
        |tables: &'static [&'static [&'static str]]| tables.iter().copied().flatten().copied();
    match speaker {
        Speaker::Postgresql => flat(postgresql::MORE_LITERALS)
            .chain(postgresql::translated_literals())
            .collect(),
        Speaker::Mysql => flat(mysql::MORE_LITERALS).collect(),
        _ => Vec::new(),
    }
}

/// The phrases of a speaker.
fn tables(speaker: Speaker) -> &'static [&'static [Phrase]] {
    match speaker {
        Speaker::Postgresql => postgresql::PHRASES,
        Speaker::Application => application::PHRASES,
        Speaker::Kubernetes => kubernetes::PHRASES,
        Speaker::DatabaseOperator => database_operator::PHRASES,
        Speaker::Web => web::PHRASES,
        Speaker::Proxy => proxy::PHRASES,
        Speaker::Pooler => pooler::PHRASES,
        Speaker::Systemd => systemd::PHRASES,
        Speaker::People => people::PHRASES,
        Speaker::Mysql => mysql::PHRASES,
        Speaker::Kernel | Speaker::Packages | Speaker::Event => &[],
    }
}
