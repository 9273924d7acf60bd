//! A line of a file that a value kept by the server itself hides.

use plimsoll_model::{Engine, Origin, Setting};

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A parameter that ALTER SYSTEM or SET PERSIST left in the server's own file, where a
    /// file that people or tools write says otherwise.
    ///
    /// ## Why it matters
    ///
    /// `postgresql.auto.conf` is read after every other file, and `mysqld-auto.cnf` beats
    /// even the command line. Whoever edits the file, or the operator that renders it,
    /// changes nothing, however often the server is restarted, and is told nothing.
    ///
    /// ## Example
    ///
    /// `ALTER SYSTEM SET work_mem = '256MB'` in an incident; the line `work_mem = 16MB` that
    /// Ansible writes has had no effect since.
    ///
    /// ## What to do instead
    ///
    /// Write the value that is meant into the file and take the kept one away: `ALTER SYSTEM
    /// RESET name`, `RESET PERSIST name`. From PostgreSQL 17 on `allow_alter_system = off`
    /// keeps a server that a tool configures from it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Parameter Interaction via the Configuration File"; 17
    ///   release notes (`allow_alter_system`)
    /// - MySQL manual, section "Persisted System Variables"
    PERSISTED_VALUE_HIDES_FILE {
        postgresql: Some("PG-DRIFT-005"),
        mysql: Some("MY-DRIFT-006"),
        name: "persisted-value-hides-file",
        worst: Info,
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let Some(next) = &seen.next else {
        return Answer::QUIET;
    };
    let found = next.settings.values().filter_map(|it| hides(input, it));
    Answer::Found(found.collect())
}

fn hides(input: &Input<'_>, setting: &Setting) -> Option<Found> {
    let Origin::Auto(kept) = &setting.origin else {
        return None;
    };
    // An older line of the kept file itself is nobody's edit.
    let mut lines = setting.shadowed.iter();
    let hidden = lines.rfind(|it| it.place.file != kept.file)?;
    let by = match input.config.engine {
        Engine::Postgresql => "ALTER SYSTEM",
        Engine::Mysql | Engine::Mariadb => "SET PERSIST",
    };
    let (name, value, text) = (&setting.name, &setting.display, &hidden.text);
    let message = format!(
        "{name} = {text} has no effect, now or after a restart: {by} has kept {value} ({kept})"
    );
    let mut found = Found::info(message)
        .fact("kept", value, kept.to_string())
        .fact("written", text, hidden.place.to_string());
    found.parameters = vec![name.clone()];
    found.location = Some(hidden.place.clone());
    Some(found)
}
