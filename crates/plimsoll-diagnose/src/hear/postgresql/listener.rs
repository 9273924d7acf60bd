//! Listens to a `PostgreSQL` server: the phrases first, then the code, then the
//! severity. What it says of a parameter or an address counts as a refused start
//! only where it then ends: a reload says the same words.

use std::borrow::Cow;

use super::unfinished::is_unfinished;
use super::{codes, contexts, logical, severe, translated};
use crate::hear::{Listener, Phrases};
use crate::heard::Heard;
use crate::record::{Level, Record};
use crate::signal::{Said, ServerSignal, StartRefusal};

/// Reasons that are held until it is known whether they end a start.
const REASONS_MAX: usize = 16;

/// Listens to one file of a server.
pub(crate) struct Postgresql {
    phrases: Phrases,
    reasons: Vec<Reason>,
    /// The start that goes on was refused, and why was told.
    is_told: bool,
    /// The last entry that was heard, where it is not whole.
    unfinished: Option<(Record<'static>, u64)>,
}

/// What may be the reason of a refused start, with its entry.
struct Reason {
    said: Said,
    record: Record<'static>,
    line: u64,
}

impl Default for Postgresql {
    fn default() -> Self {
        Self {
            phrases: Phrases::new(super::PHRASES),
            reasons: Vec::new(),
            is_told: false,
            unfinished: None,
        }
    }
}

impl Listener for Postgresql {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        self.unfinished = is_unfinished(record).then(|| (owned(record), line));
        contexts::hear(record, file, line, heard);
        if is_raised(record) {
            return;
        }
        let said = self.phrases.said_in_message(record);
        let said = said
            .or_else(|| self.translated(record))
            .or_else(|| logical::said_of_context(record))
            .or_else(|| codes::said(record))
            .or_else(|| severe::said(record));
        match said {
            Some(Said::Server(ServerSignal::StartRefused(why))) => {
                self.refused(why, record, file, line, heard);
            }
            Some(said) => {
                if starts_anew(&said) {
                    self.reasons.clear();
                    self.is_told = false;
                }
                heard.push(said, record, file, line);
            }
            None => {}
        }
    }

    fn end(&mut self, file: &str, is_whole: bool, heard: &mut Heard) {
        self.reasons.clear();
        if let Some((record, line)) = self.unfinished.take().filter(|_| !is_whole) {
            heard.push(Said::Server(ServerSignal::BreaksOff), &record, file, line);
        }
    }
}

impl Postgresql {
    /// What a translated message says in English.
    fn translated(&self, record: &Record<'_>) -> Option<Said> {
        let message = translated::in_english(&record.message)?;
        let english = Record {
            message: Cow::Owned(message),
            added: Cow::Borrowed(&record.added),
            ..owned(record)
        };
        self.phrases.said_in_message(&english)
    }

    /// A note is held; an end that gives no reason of its own tells those held.
    fn refused(
        &mut self,
        why: StartRefusal,
        record: &Record<'_>,
        file: &str,
        line: u64,
        heard: &mut Heard,
    ) {
        let is_vague = matches!(why, StartRefusal::ConfigFile | StartRefusal::Other);
        if why == StartRefusal::Other && self.is_told {
            return;
        }
        let said = Said::Server(ServerSignal::StartRefused(why));
        if record.level == Level::Note && !is_end(record) {
            if self.reasons.len() < REASONS_MAX {
                let record = owned(record);
                self.reasons.push(Reason { said, record, line });
            }
            return;
        }
        self.is_told = true;
        let reasons = std::mem::take(&mut self.reasons);
        let is_told = is_vague && !reasons.is_empty();
        for reason in reasons.into_iter().filter(|_| is_vague) {
            heard.push(reason.said, &reason.record, file, reason.line);
        }
        if !is_told {
            heard.push(said, record, file, line);
        }
    }
}

/// Whether a note is the end of a start itself and not a reason for one.
fn is_end(record: &Record<'_>) -> bool {
    record.message.ends_with("due to startup process failure")
}

/// Whether the server goes on after it, so that what was said before ended nothing.
fn starts_anew(said: &Said) -> bool {
    let Said::Server(said) = said else {
        return false;
    };
    matches!(
        said,
        ServerSignal::Ready
            | ServerSignal::Starting { .. }
            | ServerSignal::Reloaded
            | ServerSignal::ReloadRefused
    )
}

/// Whether an application says it by RAISE, in words of its own.
fn is_raised(record: &Record<'_>) -> bool {
    let raised = |context: &str| context.starts_with("PL/pgSQL ") && context.ends_with(" at RAISE");
    record.code.as_deref() == Some("P0001") || record.added("CONTEXT").is_some_and(raised)
}

fn owned(record: &Record<'_>) -> Record<'static> {
    Record {
        speaker: record.speaker,
        when: record.when,
        level: record.level,
        pid: record.pid,
        code: None,
        about: None,
        message: Cow::Owned(record.message.clone().into_owned()),
        added: Cow::Borrowed(""),
        is_added_below: false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::heard;
    use crate::signal::ServerSignal::{Ready, ReloadRefused, Reloaded, StartRefused};
    use crate::signal::StartRefusal;

    #[test]
    fn a_parameter_is_the_reason_of_a_start_that_ends() {
        let log = [
            "LOG:  unrecognized configuration parameter \"shared_bufers\" in file \"/data/postgresql.conf\" line 3",
            "FATAL:  configuration file \"/data/postgresql.conf\" contains errors",
        ];
        let parameter = "shared_bufers".to_owned();
        let refusal = StartRefusal::UnknownParameter { parameter };
        assert_eq!(heard(&log), [StartRefused(refusal)]);
    }

    #[test]
    fn the_same_words_at_a_reload_refuse_no_start() {
        let log = [
            "LOG:  received SIGHUP, reloading configuration files",
            "LOG:  invalid value for parameter \"work_mem\": \"4XB\"",
            "LOG:  configuration file \"/data/postgresql.conf\" contains errors; unaffected changes were applied",
            "FATAL:  configuration file \"/data/postgresql.conf\" contains errors",
        ];
        let config_file = StartRefused(StartRefusal::ConfigFile);
        assert_eq!(heard(&log), [Reloaded, ReloadRefused, config_file]);
    }

    #[test]
    fn the_end_of_a_start_adds_nothing_to_its_reason() {
        let log = [
            "PANIC:  could not locate a valid checkpoint record",
            "LOG:  shutting down due to startup process failure",
        ];
        assert_eq!(heard(&log), [StartRefused(StartRefusal::Damaged)]);
        assert_eq!(heard(&log[1..]), [StartRefused(StartRefusal::Other)]);
    }

    #[test]
    fn one_address_in_use_among_several_refuses_nothing() {
        let log = [
            "LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use",
            "LOG:  database system is ready to accept connections",
        ];
        assert_eq!(heard(&log), [Ready]);
    }

    #[test]
    fn a_start_that_gives_its_reason_is_told_by_it() {
        let log = [
            "LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use",
            "FATAL:  could not create any TCP/IP sockets",
        ];
        assert_eq!(heard(&log), [StartRefused(StartRefusal::AddressInUse)]);
    }
}
