//! The clocks of several files put together, by facts that two files tell of the
//! same moment: a process that the kernel killed and whose death the server's log
//! tells, a unit that systemd saw killed, a server that was stopped.
//!
//! - A year is taken from the other files.
//! - A time without a zone is taken for UTC, or moved by whole quarter-hours where
//!   facts say so.
//! - Seconds since the machine's start become times where facts say when that was;
//!   else they are no times at all.
//!
//! Where as many facts speak for one answer as for another, there is none.

mod facts;
#[cfg(test)]
mod tests;
mod ties;

use jiff::{SignedDuration, Timestamp};

use crate::read::time;
use crate::record::Speaker;
use crate::signal::{KernelSignal, Said, Signal};
use crate::source::{Clock, Source, widen};
use facts::Fact;

/// Puts the clocks together. `at`: the moment asked about, which tells the year of
/// files that have none.
pub(crate) fn put_together(sources: &mut [Source], at: Option<Timestamp>) {
    years(sources, at);
    let is_open = |source: &Source| source.clock != Clock::Utc;
    let known = sources.iter().filter(|source| !is_open(source));
    let mut known: Vec<Fact> = known.flat_map(|it| facts::told(&it.signals)).collect();
    let mut open: Vec<usize> = (0..sources.len())
        .filter(|at| is_open(&sources[*at]))
        .collect();
    // A server's own log first: where no file has a zone, the others go by it.
    open.sort_by_key(|at| !is_servers(&sources[*at]));
    loop {
        let tied = open.iter().position(|at| tie(&mut sources[*at], &known));
        let zoneless = || {
            let is_zoneless = |at: &usize| sources[*at].clock == Clock::Zoneless;
            open.iter().position(is_zoneless)
        };
        let Some(next) = tied.or_else(zoneless) else {
            break;
        };
        let source = &mut sources[open.remove(next)];
        if tied.is_none() {
            // It stays zoneless: what is guessed disproves nothing.
            let remark = "its times have no zone: taken for UTC";
            source.read.remarks.push(remark.to_owned());
        }
        known.extend(facts::told(&source.signals));
    }
    for at in open {
        timeless(&mut sources[at]);
    }
}

fn is_servers(source: &Source) -> bool {
    source
        .speakers
        .iter()
        .any(|speaker| matches!(speaker, Speaker::Postgresql | Speaker::Mysql))
}

/// Gives files without a year that of the moment asked about, else that in which
/// they are nearest to the end of the others.
fn years(sources: &mut [Source], at: Option<Timestamp>) {
    let has_year = |source: &&Source| matches!(source.clock, Clock::Utc | Clock::Zoneless);
    let spans = sources
        .iter()
        .filter(has_year)
        .filter_map(|it| it.read.span);
    let near = at.or_else(|| spans.map(|(_, to)| to).max());
    for source in sources.iter_mut().filter(|it| it.clock == Clock::Yearless) {
        source.clock = Clock::Zoneless;
        let Some(near) = near else {
            let remark = "its times have no year: shown in the year 2000; --at tells the year";
            source.read.remarks.push(remark.to_owned());
            continue;
        };
        let in_year = |at: Timestamp| Some(time::nearest_year(at, near));
        change(&mut source.signals, in_year);
        // The last day of a year is the earlier of the two where a file goes over it.
        let ends = source
            .read
            .span
            .into_iter()
            .flat_map(|(from, to)| [from, to]);
        source.read.span = ends.filter_map(in_year).fold(None, widen);
    }
}

/// Ties a file's clock to what is known; false where nothing ties it.
fn tie(source: &mut Source, known: &[Fact]) -> bool {
    let is_tied = match source.clock {
        Clock::SinceBoot => tie_to_start(source, known),
        Clock::Zoneless => tie_to_zone(source, known),
        Clock::Utc | Clock::Yearless => false,
    };
    if is_tied {
        source.clock = Clock::Utc;
    }
    is_tied
}

fn tie_to_zone(source: &mut Source, known: &[Fact]) -> bool {
    let Some(ahead) = ties::quarter_hours(&facts::told(&source.signals), known) else {
        return false;
    };
    let ahead = SignedDuration::from_mins(ahead * 15);
    let moved = |at: Timestamp| at.checked_add(ahead).ok();
    change(&mut source.signals, moved);
    source.read.span = source
        .read
        .span
        .and_then(|(from, to)| moved(from).zip(moved(to)));
    if !ahead.is_zero() {
        let minutes = -ahead.as_mins();
        let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
        source.read.remarks.push(format!(
            "its times have no zone: taken for {sign}{:02}:{:02}, by what other files tell of \
             the same moments",
            minutes / 60,
            minutes % 60
        ));
    }
    true
}

/// A file may hold several starts of the machine; each is tied by itself.
fn tie_to_start(source: &mut Source, known: &[Fact]) -> bool {
    let is_start = |signal: &Signal| signal.said == Said::Kernel(KernelSignal::Boot);
    let runs = source.signals.chunk_by(|_, next| !is_start(next));
    let starts: Vec<_> = runs
        .map(|run| ties::start(&facts::told(run), known))
        .collect();
    if starts.iter().all(Option::is_none) {
        return false;
    }
    let runs = source.signals.chunk_by_mut(|_, next| !is_start(next));
    for (run, start) in runs.zip(&starts) {
        change(run, |at| at.checked_add((*start)?).ok());
    }
    let moved = |at: Timestamp, start: Option<SignedDuration>| at.checked_add(start?).ok();
    source.read.span = match (&starts[..], source.read.span) {
        (&[start], Some((from, to))) => moved(from, start).zip(moved(to, start)),
        _ => source
            .signals
            .iter()
            .filter_map(|it| it.at)
            .fold(None, widen),
    };
    source.read.remarks.push(
        "its times are seconds since the start of the machine: put on the clock of the other \
         files, by what they tell of the same moments"
            .to_owned(),
    );
    true
}

/// Takes the times from a file that nothing ties.
fn timeless(source: &mut Source) {
    change(&mut source.signals, |_| None);
    source.read.span = None;
    source.read.remarks.push(
        "its times are seconds since the start of the machine, and nothing tells when that was: \
         give `journalctl -k` or `dmesg --time-format iso`"
            .to_owned(),
    );
}

/// Every time of some signals as something else.
fn change(signals: &mut [Signal], to: impl Fn(Timestamp) -> Option<Timestamp>) {
    for signal in signals {
        signal.at = signal.at.and_then(&to);
        signal.until = signal.until.and_then(&to);
        signal.line.at = signal.line.at.and_then(&to);
    }
}
