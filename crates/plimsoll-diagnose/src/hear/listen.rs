//! What listens to one kind of speaker: by phrases, most of them. Knows no speaker.

use aho_corasick::AhoCorasick;

use super::finder;
use super::phrase::Phrase;
use crate::heard::Heard;
use crate::record::Record;
use crate::signal::Said;

/// Listens to one kind of speaker.
pub(crate) trait Listener {
    /// Hears an entry; `line` is where it begins in `file`.
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard);

    /// The file ended, with a whole line or not: what was still open is told.
    fn end(&mut self, _file: &str, _is_whole: bool, _heard: &mut Heard) {}
}

/// Listens by phrases alone: an entry is what its first phrase in the order of
/// the tables reads out of it.
pub(crate) struct Phrases {
    tables: &'static [&'static [Phrase]],
    finder: Option<AhoCorasick>,
}

impl Phrases {
    /// A listener for some tables.
    pub(crate) fn new(tables: &'static [&'static [Phrase]]) -> Self {
        let finder = finder::in_an_entry(tables);
        Self { tables, finder }
    }

    /// What an entry says: the first phrase that can read it.
    pub(crate) fn said(&self, record: &Record<'_>) -> Option<Said> {
        self.told(record).map(|(said, _)| said)
    }

    /// The same, with the literal that told it.
    fn told(&self, record: &Record<'_>) -> Option<(Said, &'static str)> {
        self.first(record, &[&record.message, &record.added])
    }

    /// What an entry says in its message alone: what is added may be a client's
    /// statement.
    pub(crate) fn said_in_message(&self, record: &Record<'_>) -> Option<Said> {
        self.first(record, &[&record.message]).map(|(said, _)| said)
    }

    fn first(&self, record: &Record<'_>, texts: &[&str]) -> Option<(Said, &'static str)> {
        let finder = self.finder.as_ref()?;
        let hits = texts
            .iter()
            .flat_map(|text| finder.find_overlapping_iter(*text));
        let mut found: Vec<usize> = hits.map(|hit| hit.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        let read = |index: usize| {
            let phrase = self.phrase(index)?;
            Some(((phrase.read)(record)?, phrase.needle))
        };
        found.into_iter().find_map(read)
    }

    fn phrase(&self, index: usize) -> Option<&'static Phrase> {
        self.tables.iter().copied().flatten().nth(index)
    }
}

/// Listens by phrases, and to entries that hold none of them as to samples: a log
/// of millions of lines is searched for errors, the few entries that are looked at
/// besides tell that it worked.
pub(crate) struct Sampled {
    phrases: Phrases,
    sample: fn(&Record<'_>) -> Option<Said>,
}

impl Sampled {
    /// A listener for some tables; `sample` hears an entry that no phrase can read.
    pub(crate) fn new(
        tables: &'static [&'static [Phrase]],
        sample: fn(&Record<'_>) -> Option<Said>,
    ) -> Self {
        let phrases = Phrases::new(tables);
        Self { phrases, sample }
    }
}

impl Listener for Sampled {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        let said = self.phrases.said(record).or_else(|| (self.sample)(record));
        if let Some(said) = said {
            heard.push(said, record, file, line);
        }
    }
}

impl Listener for Phrases {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        let Some((said, needle)) = self.told(record) else {
            return;
        };
        match telling(record, needle) {
            Some((below, telling)) => heard.push(said, &telling, file, line + below),
            None => heard.push(said, record, file, line),
        }
    }
}

/// The line of what an entry adds that a literal stands in, as an entry of its own, and
/// how many lines it stands below the entry's first; none where the message has it.
fn telling<'a>(record: &'a Record<'_>, needle: &str) -> Option<(u64, Record<'a>)> {
    if record.message.contains(needle) {
        return None;
    }
    let mut lines = (1..).zip(record.added.lines());
    let (below, line) = lines.find(|(_, line)| line.contains(needle))?;
    let telling = Record {
        when: record.when,
        ..Record::plain(record.speaker, line.trim().into())
    };
    let below = if record.is_added_below { below } else { 0 };
    Some((below, telling))
}
