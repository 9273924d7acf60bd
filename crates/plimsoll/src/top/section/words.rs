//! What is told of a server in words: whom others wait for, what is unusual, what
//! happened, what could not be seen.

use super::seen::Seen;
use crate::top::show;
use crate::top::view::events;

/// Each root, and below it how many wait for it.
pub(super) fn blockers(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &seen.server.blockers {
        let database = it.database.as_deref().unwrap_or("no database");
        let age = it.transaction_seconds.map(show::seconds);
        let age = age.map_or_else(String::new, |age| format!(", transaction of {age}"));
        let root = format!(
            "{} {} in {}: {}{age}",
            it.session,
            show::text(&it.user),
            show::text(database),
            show::text(&it.state)
        );
        lines.extend(show::wrapped(&root, width));
        let waiting = match it.blocked {
            1 => "1 session waits".to_owned(),
            count => format!("{count} sessions wait"),
        };
        lines.push(format!("└─ {waiting} for it"));
    }
    lines
}

/// Figures beside what is usual for them.
pub(super) fn unusual(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let all = seen.server.unusual.iter().flat_map(|it| {
        let figure = |value: f64| match it.unit.as_str() {
            "seconds" => show::seconds(value),
            unit => format!("{} {}", show::count(value), show::text(unit)),
        };
        let since = show::since(Some(&it.since), seen.at).unwrap_or_default();
        let text = format!(
            "{} {}, usually {} ({} to {}), for {since}",
            show::text(&it.what),
            figure(it.now),
            figure(it.usual),
            figure(it.usual_low),
            figure(it.usual_high)
        );
        show::wrapped(&text, width)
    });
    all.collect()
}

/// The services that stand on it.
pub(super) fn services(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let all = seen.server.services.iter().flat_map(|it| {
        let state = match it.is_up {
            Some(true) => "up",
            Some(false) => "failed its probe",
            None => "not asked",
        };
        let took = it.probe_seconds.map(show::seconds);
        let took = took.map_or_else(String::new, |took| format!(", {took}"));
        show::wrapped(
            &format!("{}: {state}{took}", show::text(&it.service)),
            width,
        )
    });
    all.collect()
}

/// What happened lately.
pub(super) fn events(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let all = seen.server.events.iter().flat_map(|it| {
        let words = events::words(it);
        let kind = show::text(&it.kind.replace('_', " "));
        let text = format!(
            "{} {kind} {}: {words}",
            show::text(&it.time),
            show::text(&it.target)
        );
        show::wrapped(&text, width)
    });
    all.collect()
}

/// What could not be had, why, and the grant that would let it.
pub(super) fn gaps(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &seen.server.gaps {
        let text = format!("{}: {}", show::text(&it.what), show::text(&it.why));
        lines.extend(show::wrapped(&text, width));
        if let Some(grant) = &it.grant {
            let grant = show::wrapped(&show::text(grant), width.saturating_sub(2));
            lines.extend(grant.into_iter().map(|line| format!("  {line}")));
        }
    }
    lines
}

/// How each source does.
pub(super) fn samples(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &seen.server.sources {
        let every = it.every_seconds;
        let took = it.took_seconds.map(show::seconds);
        let took = took.map_or_else(String::new, |took| format!(", {took} each"));
        let mut text = format!(
            "{} every {every} s{took}: {} taken, {} missed",
            show::text(&it.source),
            it.taken,
            it.missed
        );
        if let Some(why) = &it.why {
            text.push_str(", the newest for: ");
            text.push_str(&show::text(why));
        }
        lines.extend(show::wrapped(&text, width));
    }
    lines
}
