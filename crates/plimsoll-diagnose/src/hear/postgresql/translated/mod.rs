//! The server's most telling messages in the languages it speaks (`lc_messages`),
//! told back in English, so that the phrases read them: as the translations of
//! `PostgreSQL` 15 have them (src/backend/po/*.po). Knows no meaning.

mod life;
mod limits;
mod settings;
mod streams;
mod wording;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use wording::Wording;

/// By subject.
static WORDINGS: &[&[Wording]] = &[
    life::WORDINGS,
    settings::WORDINGS,
    limits::WORDINGS,
    streams::WORDINGS,
];

/// What varies in one message: no message has more.
const HOLES_MAX: usize = 4;

/// Bytes of the literal that an entry is found by: all of them are steps of one search,
/// which has to be laid out for every file.
const LITERAL_BYTES_MAX: usize = 8;

/// Finds the translations that a message may be, by the literal of each.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(literals()).ok());

/// What a message is in English; none where it is no translation that is known.
pub(super) fn in_english(message: &str) -> Option<String> {
    let hits = FINDER.as_ref()?.find_overlapping_iter(message);
    let mut found: Vec<usize> = hits.map(|hit| hit.pattern().as_usize()).collect();
    found.sort_unstable();
    found.dedup();
    let candidates = found.into_iter().filter_map(|index| pairs().nth(index));
    let fits =
        candidates.filter_map(|(english, other)| Some((english, other, vary(other, message)?)));
    // One message may begin another.
    let (english, _, values) = fits.max_by_key(|(_, other, _)| other.len())?;
    fill(english, values)
}

/// A literal of each translation, rare enough to look for in a file.
pub(super) fn literals() -> impl Iterator<Item = &'static str> {
    pairs().map(|(_, other)| literal(other))
}

/// Each translation with its message.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let wordings = WORDINGS.iter().copied().flatten();
    wordings.flat_map(|it| it.others.iter().map(|other| (it.english, *other)))
}

/// The longest part without what varies, and without quotes, which formats double.
fn literal(other: &'static str) -> &'static str {
    let parts = other.split(|c: char| matches!(c, '{' | '}' | '"') || c.is_ascii_digit());
    let longest = parts.max_by_key(|part| part.len()).unwrap_or(other);
    &longest[..longest.floor_char_boundary(LITERAL_BYTES_MAX)]
}

/// What stands in a message where its translation varies, by the numbers there.
fn vary<'m>(other: &str, message: &'m str) -> Option<[&'m str; HOLES_MAX]> {
    let mut values = [""; HOLES_MAX];
    let mut parts = other.split('{');
    let mut rest = message.strip_prefix(parts.next()?)?;
    for part in parts {
        let (hole, text) = part.split_once('}')?;
        let (value, behind) = if text.is_empty() {
            (rest, "")
        } else {
            rest.split_once(text)?
        };
        *values.get_mut(hole.parse::<usize>().ok()?)? = value;
        rest = behind;
    }
    Some(values)
}

/// A message with its values.
fn fill(english: &str, values: [&str; HOLES_MAX]) -> Option<String> {
    let mut parts = english.split('{');
    let mut message = parts.next()?.to_owned();
    for part in parts {
        let (hole, text) = part.split_once('}')?;
        message.push_str(values.get(hole.parse::<usize>().ok()?)?);
        message.push_str(text);
    }
    Some(message)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use super::{WORDINGS, fill, in_english, pairs};
    use crate::signal::ServerSignal::{NoSlotsLeft, ParameterChanged, ProcessDied, StopRequested};
    use crate::signal::{Death, Slots, StopManner};

    #[test]
    fn translated_messages_are_heard_without_a_code() {
        let stop = StopRequested {
            manner: StopManner::Fast,
            by: None,
        };
        let died = |process: &str| ProcessDied {
            process: process.to_owned(),
            pid: 8812,
            death: Death::Signal(9),
            statement: None,
        };
        assert_heard(&[
            ("LOG:  schnelles Herunterfahren verlangt", stop.clone()),
            ("LOG:  a reçu une demande d'arrêt rapide", stop),
            (
                "LOG:  Serverprozess (PID 8812) wurde von Signal 9 beendet: Killed",
                died("Serverprozess"),
            ),
            (
                "LOG:  サーバープロセス (PID 8812)はシグナル9で終了しました: Killed",
                died("サーバープロセス"),
            ),
            (
                "LOG:  el parámetro «work_mem» fue cambiado a «1GB»",
                ParameterChanged {
                    parameter: "work_mem".to_owned(),
                    to: "1GB".to_owned(),
                },
            ),
            (
                "FATAL:  現在クライアント数が多すぎます",
                NoSlotsLeft(Slots::All),
            ),
        ]);
    }

    #[test]
    fn a_message_that_is_none_is_left() {
        assert_unheard(&["LOG:  Checkpoint beginnt: time"]);
        assert_eq!(in_english("received fast shutdown request"), None);
    }

    #[test]
    fn every_translation_is_told_back() {
        let values = ["eins", "2", "3", "vier"];
        assert!(WORDINGS.iter().all(|it| !it.is_empty()));
        for (english, other) in pairs() {
            let said = fill(other, values).expect(other);
            // What stands on a message's later lines is not told.
            let told = std::array::from_fn(|hole| {
                let is_there = other.contains(&format!("{{{hole}}}"));
                if is_there { values[hole] } else { "" }
            });
            assert_eq!(in_english(&said), fill(english, told), "{other}");
        }
    }
}
