//! What is not well with a server now, for those who ask once. When somebody is to be
//! told is not decided here.

use plimsoll_model::{Bytes, Known, Metric, Watched};

/// The share of its limit above which a server's memory is not well.
const FULL: f64 = 0.95;

/// What is not well, a line each; none where all is.
pub fn troubles(server: &Watched) -> Vec<String> {
    let unreached = server.reach.as_ref().and_then(|reach| {
        let state = reach.as_str().replace('_', " ");
        Some(format!("{state}: {}", reach.why()?))
    });
    let crowded = crowded(server);
    let line = &server.line;
    let full = line.held_bytes.get().zip(line.limit_bytes.get());
    let full = full.filter(|(held, limit)| **held as f64 > FULL * **limit as f64);
    let full = full.map(|(held, limit)| {
        let (held, limit) = (Bytes(*held), Bytes(*limit));
        format!("{held} are held that cannot be taken back, of {limit}")
    });
    let learned = match &line.learned {
        Known::Known(learned, _) => Some((learned.sessions, "by what its sessions take")),
        Known::Unknown(_) => None,
    };
    let bill = line.bill_sessions.get();
    let bill = bill.map(|sessions| (*sessions, "by the bill of its configuration"));
    let past = [learned, bill]
        .into_iter()
        .flatten()
        .filter_map(|(at, by)| {
            let sessions = *line.sessions.get()?;
            let is_past = sessions >= at && at > 0;
            is_past.then(|| format!("{sessions} sessions, and it goes under at {at} {by}"))
        });
    let told = unreached.into_iter().chain(crowded);
    told.chain(full).chain(past).collect()
}

/// Whether the next client finds no slot: Plimsoll itself may have one that is kept for
/// such as it.
fn crowded(server: &Watched) -> Option<String> {
    let latest = &server.latest;
    let slots = latest.iter().find(|it| it.metric == Metric::SessionsMax)?;
    let sessions = *server.line.sessions.get()?;
    let is_full = slots.value > 0.0 && sessions as f64 >= slots.value;
    is_full.then(|| format!("all {} slots are taken", slots.value))
}
