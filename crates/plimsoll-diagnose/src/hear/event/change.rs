//! Which way the words of an event say that a value was turned: `work_mem 16MB ->
//! 256MB`, `set shared_buffers to 24GB (was 4GB)`, `lowered max_connections to
//! 100`, `limits.memory: 8Gi → 4Gi`. Two values count only where a word or an
//! arrow stands between them; where the words do not tell, neither does this.

use std::cmp::Ordering;

use plimsoll_conf::catalogue::lookup;
use plimsoll_model::{Bytes, Engine};

use crate::signal::{Subject, ToldChange, Turn};

/// Bytes of an event's words that are looked at.
const TEXT_BYTES_MAX: usize = 4 << 10;

/// Changes that one event tells.
const CHANGES_MAX: usize = 16;

/// How words of raising and of lowering begin.
const RAISING: [&str; 10] = [
    "rais", "increas", "bump", "grow", "grew", "doubl", "tripl", "enlarg", "upped", "upsiz",
];
const LOWERING: [&str; 9] = [
    "lower", "reduc", "decreas", "shrink", "shrunk", "shrank", "halv", "downsiz", "trimm",
];

/// Words before the value that was.
const BEFORE: [&str; 8] = [
    "from",
    "was",
    "previously",
    "previous",
    "formerly",
    "instead",
    "before",
    "old",
];

/// Words before the value that is, or that say nothing.
const AFTER: [&str; 4] = ["to", "now", "new", "becomes"];
const BESIDE: [&str; 6] = ["of", "is", "it", "the", "value", "set"];

/// Units that may stand apart from their number.
const UNITS: [&str; 12] = [
    "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "ki", "mi", "gi", "ti",
];

/// What an event's words say was changed, and which way.
pub(super) fn changes(text: &str) -> Vec<ToldChange> {
    let text = &text[..text.floor_char_boundary(TEXT_BYTES_MAX)];
    let mut groups: Vec<Group> = Vec::new();
    let mut waiting = None;
    for token in tokens(text) {
        let open = groups.last_mut();
        match (token, open) {
            (Token::Subject(subject), Some(group))
                if group.subject == subject && group.values.is_empty() => {}
            (Token::Subject(subject), _) => {
                if groups.len() == CHANGES_MAX {
                    break;
                }
                groups.push(Group::new(subject, waiting.take()));
            }
            (Token::Turn(turn), Some(group)) if group.values.is_empty() => group.told = Some(turn),
            (Token::Turn(turn), _) => waiting = Some(turn),
            (other, Some(group)) => group.take(other),
            (_, None) => {}
        }
    }
    if let (Some(turn), Some(last)) = (waiting, groups.last_mut()) {
        last.told = last.told.or(Some(turn));
    }
    groups.into_iter().map(Group::change).collect()
}

/// What a word is.
#[derive(Debug)]
enum Token<'a> {
    Subject(Subject),
    Turn(Turn),
    Value(Amount<'a>),
    Unit(&'a str),
    /// Leads to another value: whether the one before.
    Leads(bool),
    Beside,
    Other,
}

/// A number and its unit as written.
#[derive(Debug)]
struct Amount<'a> {
    number: &'a str,
    unit: &'a str,
}

impl Amount<'_> {
    /// None where the two have no unit in common: 16384 pages and 128 MB.
    fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.unit.eq_ignore_ascii_case(other.unit) {
            let number = |amount: &Self| amount.number.parse::<f64>().ok();
            return number(self)?.partial_cmp(&number(other)?);
        }
        Some(self.bytes()?.0.cmp(&other.bytes()?.0))
    }

    fn bytes(&self) -> Option<Bytes> {
        let unit = self.unit.trim_end_matches(['i', 'I']);
        (!unit.is_empty()).then(|| Bytes::parse(&format!("{}{unit}", self.number)))?
    }
}

/// A subject and what is said of it.
struct Group<'a> {
    subject: Subject,
    told: Option<Turn>,
    /// Each with whether it is the one before.
    values: Vec<(Amount<'a>, bool)>,
    leads: Option<bool>,
    /// Other words came behind its first value.
    is_closed: bool,
}

impl<'a> Group<'a> {
    const fn new(subject: Subject, told: Option<Turn>) -> Self {
        Self {
            subject,
            told,
            values: Vec::new(),
            leads: None,
            is_closed: false,
        }
    }

    fn take(&mut self, token: Token<'a>) {
        if self.is_closed || self.values.len() == 2 {
            // A unit may still belong to the second value.
            if let (Token::Unit(unit), Some((last, _))) = (&token, self.values.last_mut())
                && last.unit.is_empty()
            {
                last.unit = unit;
            }
            return;
        }
        match token {
            Token::Value(amount) => {
                let leads = self.leads.take();
                if self.values.is_empty() || leads.is_some() {
                    self.values.push((amount, leads == Some(true)));
                } else {
                    self.is_closed = true;
                }
            }
            Token::Unit(unit) => match self.values.last_mut() {
                Some((last, _)) if last.unit.is_empty() => last.unit = unit,
                _ => {}
            },
            Token::Leads(is_before) => self.leads = Some(is_before),
            Token::Other => self.is_closed = !self.values.is_empty(),
            Token::Beside | Token::Subject(_) | Token::Turn(_) => {}
        }
    }

    fn change(self) -> ToldChange {
        let turn = self.told.or_else(|| {
            let [(one, _), (other, is_before)] = self.values.as_slice() else {
                return None;
            };
            let grown = one.compare(other)?;
            let grown = if *is_before { grown.reverse() } else { grown };
            match grown {
                Ordering::Less => Some(Turn::Raised),
                Ordering::Greater => Some(Turn::Lowered),
                Ordering::Equal => None,
            }
        });
        let (from, to) = match self.values.as_slice() {
            [(one, _), (other, true)] => (Some(other), Some(one)),
            [(one, _), (other, false)] => (Some(one), Some(other)),
            [(one, is_before)] if !is_before => (None, Some(one)),
            _ => (None, None),
        };
        let written = |amount: &Amount<'_>| format!("{}{}", amount.number, amount.unit);
        ToldChange {
            subject: self.subject,
            turn: turn.unwrap_or(Turn::Unsaid),
            from: from.map(written),
            to: to.map(written),
        }
    }
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '%' | '-');
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(|c: char| is_part(c) && c != '-' || matches!(c, '>' | '→'))?;
        rest = &rest[start..];
        let first = rest.chars().next()?;
        let is_value = first.is_ascii_digit();
        let end = if is_part(first) {
            // A hyphen joins the words of an option's name, never two values.
            rest.find(|c: char| !is_part(c) || is_value && c == '-')
        } else {
            Some(first.len_utf8())
        };
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        Some(token(word.trim_end_matches(['.', '-'])))
    })
}

fn token(word: &str) -> Token<'_> {
    if matches!(word, ">" | "→") {
        return Token::Leads(false);
    }
    let digits = word.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, unit) = word.split_at(digits.unwrap_or(word.len()));
    if number.parse::<f64>().is_ok() {
        return Token::Value(Amount { number, unit });
    }
    let lower = word.to_ascii_lowercase();
    let is_in = |words: &[&str]| words.contains(&lower.as_str());
    let begins = |words: &[&str]| words.iter().any(|it| lower.starts_with(it));
    if let Some(subject) = subject(&lower) {
        Token::Subject(subject)
    } else if begins(&RAISING) {
        Token::Turn(Turn::Raised)
    } else if begins(&LOWERING) {
        Token::Turn(Turn::Lowered)
    } else if is_in(&BEFORE) {
        Token::Leads(true)
    } else if is_in(&AFTER) {
        Token::Leads(false)
    } else if is_in(&BESIDE) {
        Token::Beside
    } else if is_in(&UNITS) {
        Token::Unit(word)
    } else {
        Token::Other
    }
}

/// A parameter of more than one word, in any engine, or a limit of memory; a
/// path of keys before it is passed over (`spec.postgresql.parameters.work_mem`).
fn subject(word: &str) -> Option<Subject> {
    const LIMIT: [&str; 5] = ["memory", "ram", "memorymax", "mem_limit", "memory_limit"];
    if LIMIT.contains(&word.rsplit('.').next()?) || word == "memory.max" {
        return Some(Subject::MemoryLimit);
    }
    let name = word.rsplit('.').next()?.replace('-', "_");
    if !name.contains('_') {
        return None;
    }
    let mut of = Engine::ALL.into_iter();
    of.find_map(|engine| lookup(engine, &name))
        .map(|parameter| Subject::Parameter(parameter.name))
}
