//! Memory that a role or a database has been given above the server's own value.

use plimsoll_model::{Bytes, Confidence};

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// `work_mem`, `maintenance_work_mem`, `temp_buffers` or `hash_mem_multiplier` that ALTER
    /// ROLE or ALTER DATABASE sets to four times the server's own value or more.
    ///
    /// ## Why it matters
    ///
    /// It stands in no file: whoever reads `postgresql.conf`, or the memory bill of it, does
    /// not see what the sessions of this role may take. Four times is where a few such
    /// sessions outweigh the many others.
    ///
    /// ## Example
    ///
    /// `work_mem = 8MB`, and `ALTER ROLE reporting SET work_mem = '2GB'` from a night two
    /// years ago: three of its queries side by side take what 700 others may.
    ///
    /// ## What to do instead
    ///
    /// Nothing, where it is meant and the sessions of the role are few (`ALTER ROLE …
    /// CONNECTION LIMIT` sees to that): a value for one role is better than one for all. Name
    /// the role's sessions in the load file, so that the bill has them.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "`pg_db_role_setting`" and "Parameter Interaction via
    ///   the Database"
    MEMORY_RAISED_FOR_SOME {
        postgresql: Some("PG-DRIFT-006"),
        mysql: None,
        name: "memory-raised-for-some",
        worst: Info,
        look: Look::Running(look),
    }
}

/// A parameter and the bytes of a number without a unit.
const OF_MEMORY: [(&str, u64); 4] = [
    ("work_mem", 1 << 10),
    ("maintenance_work_mem", 1 << 10),
    ("temp_buffers", 8 << 10),
    ("hash_mem_multiplier", 1),
];
/// Where few sessions outweigh many.
const TIMES_MIN: f64 = 4.0;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let of_one = |(name, unit)| raised(input, seen, name, unit);
    Answer::Found(OF_MEMORY.into_iter().filter_map(of_one).collect())
}

/// The largest of a parameter's overrides, if it is large.
fn raised(input: &Input<'_>, seen: &Seen, name: &'static str, unit: u64) -> Option<Found> {
    let settings = input.settings;
    let own = settings
        .bytes(name)
        .map_or_else(|| settings.real(name), |bytes| Some(bytes as f64))?;
    let rows = seen.snapshot.rows("overrides");
    let mut rows: Vec<_> = rows
        .filter(|row| row.text("name") == Some(name))
        .filter_map(|row| Some((number(row.text("value")?, unit)?, row)))
        .filter(|(value, _)| *value >= own * TIMES_MIN)
        .collect();
    rows.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let (_, largest) = rows.first()?;
    let role = largest.text("role").filter(|role| !role.is_empty());
    let database = largest.text("database").filter(|name| !name.is_empty());
    let who = match (role, database) {
        (Some(role), Some(database)) => format!("role {role} in database {database}"),
        (Some(role), None) => format!("role {role}"),
        (None, Some(database)) => format!("database {database}"),
        (None, None) => "every role".to_owned(),
    };
    let value = largest.text("value").unwrap_or_default();
    let others = match rows.len() {
        1 => String::new(),
        count => format!(" ({} more like it)", count - 1),
    };
    let message = format!(
        "{who} has {name} = {value}, the server {}: no file and no bill of one says so{others}",
        input.shown(name)
    );
    let mut found = Found::info(message)
        .sure(Confidence::High)
        .fact(format!("{name} of {who}"), value, "pg_db_role_setting")
        .weighs(input, name);
    found.parameters = vec![name.to_owned()];
    Some(found)
}

/// A value as ALTER ROLE keeps it: as it was given.
fn number(text: &str, unit: u64) -> Option<f64> {
    let plain: Option<f64> = text.trim().parse().ok();
    match plain {
        Some(number) => Some(number * unit as f64),
        None => Bytes::parse(text).map(|bytes| bytes.0 as f64),
    }
}
