//! What a program wrote, taken out of the line or the JSON object that carries it:
//! a database's own entry is read by that database's own format.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::program::speaker as by_name;
use crate::read::format::Format;
use crate::read::formats::databases::speaks;
use crate::read::formats::{kernel, mixed};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// A message and who sent it.
pub(in crate::read::formats) struct Spoken<'a> {
    pub(in crate::read::formats) program: &'a str,
    /// The unit or container it belongs to, where that is told.
    pub(in crate::read::formats) unit: Option<Cow<'a, str>>,
    pub(in crate::read::formats) when: Option<When>,
    pub(in crate::read::formats) level: Level,
    pub(in crate::read::formats) pid: Option<u32>,
    pub(in crate::read::formats) message: Cow<'a, str>,
}

impl Spoken<'_> {
    /// A further line of the message.
    pub(in crate::read::formats) fn add(&mut self, line: &str) {
        let message = self.message.to_mut();
        message.push('\n');
        message.push_str(unnumbered(line));
    }
}

/// Formats of the databases that were met, each told once.
#[derive(Default)]
pub(in crate::read::formats) struct Inners {
    postgresql: OnceCell<Box<dyn Format>>,
    mysql: OnceCell<Box<dyn Format>>,
}

impl Inners {
    /// The entry that a message is.
    pub(in crate::read::formats) fn record<'a>(&self, spoken: Spoken<'a>) -> Record<'a> {
        let speaker = self::speaker(&spoken);
        // What systemd and the kernel speak of stands in their messages.
        let is_about_others = matches!(speaker, Speaker::Systemd | Speaker::Kernel);
        let program = (!is_about_others).then_some(Cow::Borrowed(spoken.program));
        let mut record = match speaker {
            Speaker::Postgresql => own(&self.postgresql, speaker, plain(spoken.message)),
            Speaker::Mysql => own(&self.mysql, speaker, plain(spoken.message)),
            Speaker::Kernel => of_kernel(spoken.message),
            _ => Record::plain(speaker, plain(spoken.message)),
        };
        if !matches!(speaker, Speaker::Postgresql | Speaker::Mysql) {
            record.level = spoken.level;
        }
        // The carrier's time: the one clock that all entries of the file have.
        record.when = spoken.when.or(record.when);
        record.pid = spoken.pid.or(record.pid);
        record.about = spoken.unit.or(program);
        record
    }
}

/// Who speaks: by the names, else a database in the log of what runs it (a
/// container's name, Patroni), by the form of its lines.
fn speaker(spoken: &Spoken<'_>) -> Speaker {
    let named = by_name(spoken.program, spoken.unit.as_deref());
    let runs_others = matches!(
        named,
        Speaker::Application | Speaker::Kubernetes | Speaker::DatabaseOperator
    );
    let own = runs_others.then(|| mixed::owner(spoken.message.as_bytes()));
    own.flatten().unwrap_or(named)
}

/// A database's entry as its own format reads it; its bare words where no format
/// of its knows it.
fn own<'a>(
    known: &OnceCell<Box<dyn Format>>,
    speaker: Speaker,
    message: Cow<'a, str>,
) -> Record<'a> {
    if known.get().is_none()
        && let Some(format) = speaks(message.as_bytes(), speaker)
    {
        let _ = known.set(format);
    }
    let read = known.get().and_then(|format| match &message {
        Cow::Borrowed(text) => format.parse(text),
        Cow::Owned(text) => format.parse(text).map(Record::into_owned),
    });
    read.unwrap_or_else(|| Record {
        level: bracketed_level(&message),
        ..Record::plain(speaker, message)
    })
}

/// `[ERROR] …` as MySQL's syslog sink writes it.
fn bracketed_level(message: &str) -> Level {
    if message.contains("[ERROR]") {
        Level::Error
    } else if message.contains("[Warning]") {
        Level::Warning
    } else {
        Level::Note
    }
}

/// Without the kernel's own stamp, which is worth less than the carrier's.
fn of_kernel(message: Cow<'_, str>) -> Record<'_> {
    let own = |text: &str| {
        let stamp = time::bracketed(text.as_bytes()).map_or(0, |(_, bytes)| bytes);
        let rest = text[stamp..].trim_start();
        let (pid, rest) = kernel::caller(rest);
        (pid, text.len() - rest.len())
    };
    let (pid, bytes) = own(&message);
    let message = match message {
        Cow::Borrowed(text) => plain(Cow::Borrowed(&text[bytes..])),
        Cow::Owned(text) => plain(Cow::Owned(text[bytes..].to_owned())),
    };
    Record {
        pid,
        ..Record::plain(Speaker::Kernel, message)
    }
}

/// Control characters as they were before rsyslog (`#012`) wrote them.
fn plain(message: Cow<'_, str>) -> Cow<'_, str> {
    let start = message.len() - unnumbered(&message).len();
    let message = match message {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(text) => Cow::Owned(text[start..].to_owned()),
    };
    if message.contains("#01") {
        return Cow::Owned(message.replace("#012", "\n").replace("#011", "\t"));
    }
    message
}

/// Without the number that `PostgreSQL` gives the parts of a message (`[3-1] `).
fn unnumbered(message: &str) -> &str {
    let told = message.strip_prefix('[').and_then(|it| it.split_once("] "));
    told.filter(|(inner, _)| {
        inner.split_once('-').is_some_and(|(count, part)| {
            count.parse::<u64>().is_ok() && part.parse::<u32>().is_ok()
        })
    })
    .map_or(message, |(_, rest)| rest)
}
