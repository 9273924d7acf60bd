//! What Kubernetes and Docker say: the reasons of events, the states of
//! containers, lines of the kubelet. A pod that is an application's, by its name,
//! is a client of the server: what happens to it is no stop of the server.

mod kubelet;
mod pod;
mod reason;
mod renewed;
#[cfg(test)]
mod tests;
mod unhealthy;

use super::{Listener, Phrase, Phrases};
use crate::heard::Heard;
use crate::record::Record;

pub(crate) use pod::is_client;

/// Wordings of the kubelet, and of what does its part beside Docker.
pub(crate) static PHRASES: &[&[Phrase]] = &[kubelet::PHRASES, unhealthy::PHRASES, renewed::PHRASES];

/// Listens to Kubernetes: by the reason where an entry has one, else by its words.
pub(crate) struct Kubernetes {
    phrases: Phrases,
}

impl Kubernetes {
    pub(crate) fn new() -> Self {
        Self {
            phrases: Phrases::new(PHRASES),
        }
    }
}

impl Listener for Kubernetes {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        let said = match record.code.as_deref() {
            Some(reason) => reason::said(reason, record),
            None => self.phrases.said(record),
        };
        if let Some(said) = said {
            heard.push(said, record, file, line);
        }
    }
}
