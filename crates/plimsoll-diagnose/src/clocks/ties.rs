//! Which shift of a clock the facts of two files speak for. Knows nothing of files.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::facts::Fact;

/// Furthest that a zone is from UTC, in quarter-hours: 14 hours.
const QUARTERS_MAX: i64 = 14 * 4;

const QUARTER_SECONDS: i64 = 15 * 60;

/// How far apart two files may tell of the same sure fact: a log line that waits, a
/// clock of `dmesg -T` that ran away from the machine's.
const APART_SECONDS: i64 = 60;

/// How far apart they may tell of one that is told at once.
const CLOSE_SECONDS: i64 = 5;

/// Facts that have to agree where none is sure.
const UNSURE_MIN: usize = 2;

/// How many facts speak for an answer: sure ones, then others.
type Voices = (usize, usize);

/// A shift that a pair of facts would have.
struct Pair {
    /// Which of the file's own facts, and which of those known.
    own: usize,
    known: usize,
    is_sure: bool,
    apart_seconds: i64,
    shift: SignedDuration,
}

fn pairs<'a>(own: &'a [Fact], known: &'a [Fact]) -> impl Iterator<Item = Pair> + 'a {
    own.iter().enumerate().flat_map(move |(index, fact)| {
        let same = known.iter().enumerate();
        let same = same.filter(|(_, other)| other.what == fact.what);
        same.map(move |(known, other)| Pair {
            own: index,
            known,
            is_sure: fact.what.is_sure(),
            apart_seconds: if fact.what.is_at_once() {
                CLOSE_SECONDS
            } else {
                APART_SECONDS
            },
            shift: other.at.duration_since(fact.at),
        })
    })
}

/// How many facts some pairs stand for, each counted once on either side.
fn voices(pairs: &[&Pair]) -> Voices {
    let differ = |is_sure: bool, side: fn(&Pair) -> usize| {
        let of_kind = pairs.iter().filter(|pair| pair.is_sure == is_sure);
        of_kind
            .map(|pair| side(pair))
            .collect::<BTreeSet<_>>()
            .len()
    };
    let count = |is_sure| differ(is_sure, |it| it.own).min(differ(is_sure, |it| it.known));
    (count(true), count(false))
}

/// The quarter-hours that a clock without a zone has to be moved by.
pub(super) fn quarter_hours(own: &[Fact], known: &[Fact]) -> Option<i64> {
    let pairs: Vec<Pair> = pairs(own, known).collect();
    let mut answers: BTreeMap<i64, Vec<&Pair>> = BTreeMap::new();
    for pair in &pairs {
        let seconds = pair.shift.as_secs();
        let quarters = (seconds + QUARTER_SECONDS / 2).div_euclid(QUARTER_SECONDS);
        let apart = (seconds - quarters * QUARTER_SECONDS).abs();
        if apart <= pair.apart_seconds && quarters.abs() <= QUARTERS_MAX {
            answers.entry(quarters).or_default().push(pair);
        }
    }
    let answers = answers
        .into_iter()
        .map(|(answer, pairs)| (voices(&pairs), answer));
    let (voices, quarters) = best(answers.collect())?;
    (voices.0 > 0 || voices.1 >= UNSURE_MIN).then_some(quarters)
}

/// When the machine started, as the shift of seconds since then.
pub(super) fn start(own: &[Fact], known: &[Fact]) -> Option<SignedDuration> {
    let mut pairs: Vec<Pair> = pairs(own, known).filter(|pair| pair.is_sure).collect();
    pairs.sort_by_key(|pair| pair.shift);
    // Each answer takes what is within reach of its smallest shift: a death is told
    // after the kill, never before.
    let mut answers: Vec<(SignedDuration, Vec<&Pair>)> = Vec::new();
    for pair in &pairs {
        match answers.last_mut() {
            Some((first, of)) if (pair.shift - *first).as_secs() <= APART_SECONDS => of.push(pair),
            _ => answers.push((pair.shift, vec![pair])),
        }
    }
    let answers = answers
        .into_iter()
        .map(|(answer, pairs)| (voices(&pairs), answer));
    best(answers.collect()).map(|(_, start)| start)
}

/// The answer that more speaks for than for any other.
fn best<T>(mut answers: Vec<(Voices, T)>) -> Option<(Voices, T)> {
    answers.sort_by_key(|(voices, _)| *voices);
    let best = answers.pop()?;
    let is_alone = answers.last().is_none_or(|(voices, _)| *voices < best.0);
    is_alone.then_some(best)
}
