//! What a run says of the model: errors, bounds, the load line, kills.

use std::collections::BTreeMap;

use anyhow::Result;
use plimsoll_bill::price;
use plimsoll_model::{InForce, Known, MemoryBill, Profile, Range, ServerFacts};

use super::peers::{PEERS, Peer};
use super::run::{Outcome, Run};

/// A run and what was said of it.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) run: Run,
    pub(crate) total: Range,
    /// The load line at a limit of the measured peak; `None`: none was named.
    pub(crate) load_line: Option<u64>,
    /// The bill that it was judged by.
    pub(crate) bill: MemoryBill,
    /// Predicted by each of the peers' formulas, in bytes.
    pub(crate) peers: Vec<Option<f64>>,
}

/// Prices a run.
pub(super) fn judge(run: Run) -> Result<Judged> {
    let bill = bill_at(&run, run.peak_bytes)?;
    let load_line = bill.load_line.sessions.get().copied();
    Ok(Judged {
        load_line,
        total: bill.total,
        bill,
        peers: PEERS
            .iter()
            .map(|peer: &Peer| (peer.formula)(&run.in_force, run.sessions))
            .collect(),
        run,
    })
}

fn bill_at(run: &Run, limit_bytes: u64) -> Result<MemoryBill> {
    let facts = ServerFacts {
        limit_bytes: Known::Known(limit_bytes, "the measured peak".to_owned()),
        ..run.facts.clone()
    };
    let in_force: &InForce = &run.in_force;
    Ok(price(in_force, &facts, &run.load, Profile::Mixed, None)?)
}

/// Marks over runs. Shares are of 1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    pub(crate) runs: usize,
    pub(crate) median_error: f64,
    pub(crate) p95_error: f64,
    /// Median of predicted less measured, with its sign.
    pub(crate) bias: f64,
    /// Runs whose peak was above `high`.
    pub(crate) above_high: usize,
    /// Median of `high` / peak.
    pub(crate) tightness: f64,
    pub(crate) load_line_median: f64,
    /// Runs whose load line is off by at most a tenth, or one session.
    pub(crate) load_line_right: f64,
    /// Median error of the sessions at which a case reaches a peak measured with
    /// others; `None`: no case ran with two numbers of sessions.
    pub(crate) line_from_other: Option<f64>,
    /// Runs that would be called over at a limit of 0.9 × the peak, and not
    /// over at 1.1 ×.
    pub(crate) foretold: f64,
    /// Runs under a limit, and those whose end was foretold.
    pub(crate) limited: (usize, usize),
}

/// The marks over those runs.
pub(crate) fn marks<'a>(judged: impl Iterator<Item = &'a Judged>) -> Marks {
    let (limited, free): (Vec<_>, Vec<_>) = judged.partition(|one| one.run.limit_bytes.is_some());
    let told = limited.iter().filter(|one| foretold(one)).count();
    let over = |f: &dyn Fn(&Judged) -> f64| -> Vec<f64> { free.iter().map(|one| f(one)).collect() };
    let errors = over(&|one| relative(one.total.likely_bytes as f64, peak(one)).abs());
    let lines = over(&load_line_error);
    let from_others = lines_from_others(&free);
    let within = |one: &&&Judged| {
        let likely = one.total.likely_bytes as f64;
        likely > 0.9 * peak(one) && likely <= 1.1 * peak(one)
    };
    Marks {
        runs: free.len(),
        median_error: quantile(&errors, 0.5),
        p95_error: quantile(&errors, 0.95),
        bias: quantile(
            &over(&|one| relative(one.total.likely_bytes as f64, peak(one))),
            0.5,
        ),
        above_high: free
            .iter()
            .filter(|one| (one.total.high_bytes as f64) < peak(one))
            .count(),
        tightness: quantile(&over(&|one| one.total.high_bytes as f64 / peak(one)), 0.5),
        load_line_median: quantile(&lines, 0.5),
        line_from_other: (!from_others.is_empty()).then(|| quantile(&from_others, 0.5)),
        load_line_right: free.iter().filter(|one| load_line_right(one)).count() as f64
            / free.len().max(1) as f64,
        foretold: free.iter().filter(within).count() as f64 / free.len().max(1) as f64,
        limited: (limited.len(), told),
    }
}

/// Error of a peer's formula: median, 95th percentile, runs above it.
pub(crate) fn peer_marks(judged: &[&Judged], index: usize) -> Option<(f64, f64, usize)> {
    let ratios: Vec<f64> = judged
        .iter()
        .filter_map(|one| Some(one.peers.get(index).copied()?? / peak(one)))
        .collect();
    if ratios.is_empty() {
        return None;
    }
    let errors: Vec<f64> = ratios.iter().map(|ratio| (ratio - 1.0).abs()).collect();
    let below = ratios.iter().filter(|ratio| **ratio < 1.0).count();
    Some((quantile(&errors, 0.5), quantile(&errors, 0.95), below))
}

/// The measured peak.
pub(crate) fn peak(one: &Judged) -> f64 {
    one.run.peak_bytes as f64
}

/// `value` over `truth`, less one.
pub(crate) fn relative(value: f64, truth: f64) -> f64 {
    value / truth - 1.0
}

/// A load line that was not named is off by the whole.
fn load_line_error(one: &Judged) -> f64 {
    one.load_line.map_or(1.0, |line| {
        relative(line as f64, one.run.sessions as f64).abs()
    })
}

/// Errors of the load line from one number of sessions to another of the same case:
/// what is wrong with the server's own share is in both, and does not count, as it
/// would where a session is small beside it.
fn lines_from_others(runs: &[&Judged]) -> Vec<f64> {
    let mut cases: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for one in runs {
        cases.entry(&one.run.case).or_default().push(one);
    }
    let mut errors = Vec::new();
    for case in cases.values_mut() {
        case.sort_by_key(|one| one.run.sessions);
        for pair in case.windows(2) {
            errors.extend(line_error(pair[0], pair[1]));
        }
    }
    errors
}

/// Of the sessions at which `few` reaches the peak of `many`, priced by the session.
fn line_error(few: &Judged, many: &Judged) -> Option<f64> {
    let more = many.run.sessions.checked_sub(few.run.sessions)?;
    let measured = peak(many) - peak(few);
    let priced = many.total.likely_bytes as f64 - few.total.likely_bytes as f64;
    (more > 0 && measured > 0.0 && priced > 0.0).then(|| {
        let line = few.run.sessions as f64 + measured / priced * more as f64;
        relative(line, many.run.sessions as f64).abs()
    })
}

fn load_line_right(one: &Judged) -> bool {
    let ran = one.run.sessions;
    one.load_line
        .is_some_and(|line| line.abs_diff(ran) <= (ran / 10).max(1))
}

/// Whether the model said of this limit what came of it.
fn foretold(one: &Judged) -> bool {
    let over = one
        .run
        .limit_bytes
        .is_some_and(|limit| one.total.likely_bytes > limit);
    over == (one.run.outcome == Outcome::Killed)
}

/// The value below which this share of them lies; 0 of none.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = (share * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(index).copied().unwrap_or(0.0)
}
