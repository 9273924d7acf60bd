//! The sections of a server's view as plain lines; a section that has nothing to say
//! is left out.

mod figures;
mod line;
mod seen;
mod words;

use super::show;
pub(super) use seen::Seen;

/// A section: its title, and its lines of at most so many letters.
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) lines: fn(&Seen<'_>, usize) -> Vec<String>,
}

const fn section(title: &'static str, lines: fn(&Seen<'_>, usize) -> Vec<String>) -> Section {
    Section { title, lines }
}

/// Those of figures.
pub(super) const fn of_figures() -> [Section; 5] {
    [
        section("MEMORY", line::memory),
        section("SESSIONS", line::sessions),
        section("LOAD LINE", line::load_line),
        section("WORK", |seen, width| {
            figures::items(seen, &figures::WORK, width)
        }),
        section("REPLICATION", |seen, width| {
            figures::items(seen, &figures::REPLICATION, width)
        }),
    ]
}

/// Those of words.
pub(super) const fn of_words() -> [Section; 6] {
    [
        section("BLOCKERS", words::blockers),
        section("UNUSUAL", words::unusual),
        section("SERVICES", words::services),
        section("EVENTS", words::events),
        section("NOT SEEN", words::gaps),
        section("SAMPLES", words::samples),
    ]
}

/// Name, version, reach and owner.
pub(super) fn who(seen: &Seen<'_>) -> String {
    let server = seen.server;
    let engine = server.engine.as_deref().unwrap_or("engine not told");
    let version = server.version.as_deref().unwrap_or_default();
    let reach = server.reach.as_deref().unwrap_or("not tried");
    let since = show::since(server.since.as_deref(), seen.at);
    let mut who = format!(
        "{}: {engine} {version}, {}",
        server.name,
        reach.replace('_', " ")
    );
    if let Some(since) = since {
        who.push_str(" for ");
        who.push_str(&since);
    }
    if let Some(owner) = &server.owner {
        who.push_str(", owner ");
        who.push_str(owner);
    }
    show::text(&who)
}
