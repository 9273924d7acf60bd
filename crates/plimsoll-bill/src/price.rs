//! The bill itself: charge, sum, hold against the limit.

use plimsoll_model::{
    InForce, Known, Load, LoadLine, MemoryBill, Profile, Range, Refusal, ServerFacts,
    SessionsSource, Verdict,
};

use crate::case::Arrivals;
use crate::ledger::Ledger;
use crate::lever::levers;
use crate::load_line::mark;
use crate::solve::search;
use crate::total::{total, verdict};
use crate::{MODEL, engine, fill};

/// Prices a configuration under a load.
///
/// What `load` leaves open comes from `profile`. `arrivals` says how many
/// sessions can really come, if anyone knows: a declared number also scales the
/// load's groups to it, an observed one or a pooler's only stands as the mark
/// that the load line is held against (and as the sessions of a load that gives
/// none). Without it the settings' own maximum stands there.
///
/// # Errors
/// A load that the engine cannot run: an operation of a kind it does not know,
/// a parameter set to what is no value of it, counts beyond any server.
pub fn price(
    settings: &InForce,
    facts: &ServerFacts,
    load: &Load,
    profile: Profile,
    arrivals: Option<Arrivals>,
) -> Result<MemoryBill, Refusal> {
    let priced = fill::filled(settings, load, profile, arrivals)?;
    let case = fill::case(settings, facts, &priced)?;
    let mut ledger = Ledger::written();
    engine::charge(&case, &engine::knobs(settings), &mut ledger);
    let limit_bytes = facts.ceiling_bytes();
    let verdict = verdict(ledger.total, limit_bytes.get());
    let (line, levers) = match limit_bytes.get() {
        Some(&limit) => {
            let now = mark(&case, limit);
            let levers = levers(&case, limit, now);
            (now.known(case.sessions() == 0), levers)
        }
        None => (Known::Unknown("no limit is known".to_owned()), Vec::new()),
    };
    let would_hold = match (verdict, limit_bytes.get()) {
        (Verdict::Over | Verdict::AtRisk, Some(&limit)) => Some(search(&case, limit)),
        (Verdict::Over | Verdict::AtRisk | Verdict::Within | Verdict::Unknown, _) => None,
    };
    let can_come = arrivals.unwrap_or_else(|| Arrivals {
        sessions: engine::sessions_allowed(settings),
        source: SessionsSource::MaxConnections,
    });
    Ok(MemoryBill {
        model: MODEL,
        verdict,
        freeboard_bytes: limit_bytes
            .get()
            .map(|&limit| difference(limit, ledger.total.likely_bytes)),
        limit_bytes,
        load: priced,
        lines: ledger.lines,
        total: ledger.total,
        load_line: LoadLine {
            sessions: line,
            of: can_come.sessions,
            of_source: can_come.source,
        },
        levers,
        would_hold,
        evidence: engine::evidence(&case),
        unbounded: engine::unbounded(&case),
    })
}

/// The total of [`price`]'s bill and nothing else of it: for asking again with
/// other values.
///
/// # Errors
/// As [`price`].
pub fn weigh(
    settings: &InForce,
    facts: &ServerFacts,
    load: &Load,
    profile: Profile,
    arrivals: Option<Arrivals>,
) -> Result<Range, Refusal> {
    let priced = fill::filled(settings, load, profile, arrivals)?;
    Ok(total(&fill::case(settings, facts, &priced)?))
}

/// The sessions that the settings let ordinary users open.
pub fn sessions_allowed(settings: &InForce) -> u64 {
    engine::sessions_allowed(settings)
}

fn difference(limit: u64, likely: u64) -> i64 {
    let wide = i128::from(limit) - i128::from(likely);
    i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}
