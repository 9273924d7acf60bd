//! Keeps one audit: a row for itself, and rows for what differs from the audit
//! before. What did not change costs nothing.

mod findings;
mod settings;

use crate::connection::{Connection, Value};
use crate::{Audit, Fault, Kept, Stamp, Target};

/// The audit being kept, as the parts of it are written.
struct Writing<'a> {
    target: u64,
    audit: &'a Audit,
    number: u64,
    before: Option<Stamp>,
}

/// Inside a transaction of its own.
pub(crate) fn keep(connection: &mut Connection, audit: &Audit) -> Result<Kept, Fault> {
    let target = target_id(connection, &audit.target)?;
    let number = next_number(connection, target, &audit.target)?;
    let writing = Writing {
        target,
        audit,
        number,
        before: stamp(connection, target, number - 1)?,
    };
    add(connection, &writing)?;
    let changes = settings::keep(connection, &writing)?;
    let seen = findings::keep(connection, &writing)?;
    Ok(Kept {
        number,
        before: writing.before,
        new: seen.new,
        back: seen.back,
        gone: seen.gone,
        changes,
    })
}

/// The number that rows of this server carry; it is added where it is new.
pub(crate) fn target_id(connection: &mut Connection, target: &Target) -> Result<u64, Fault> {
    if let Some(id) = known_id(connection, &target.key)? {
        return Ok(id);
    }
    let next = "UPDATE counters SET last = last + 1 WHERE name = 'target' RETURNING last";
    let next = one(connection, next, &[])?;
    let row = [
        next.into(),
        target.key.as_str().into(),
        target.name.as_str().into(),
        target.engine.as_str().into(),
        0_u64.into(),
    ];
    // Another process may have added it while this one waited for the counter.
    connection.query(
        "INSERT INTO targets (id, key, name, engine, audits) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (key) DO NOTHING",
        &row,
    )?;
    let id = known_id(connection, &target.key)?;
    id.ok_or_else(|| Fault::Failed("a server that was added is not there".to_owned()))
}

/// The number of a server, if it is known.
pub(crate) fn known_id(connection: &mut Connection, key: &str) -> Result<Option<u64>, Fault> {
    let rows = connection.query("SELECT id FROM targets WHERE key = $1", &[key.into()])?;
    rows.first().map(|row| row.count(0)).transpose()
}

/// Takes the server's row for this transaction: two audits of one server come
/// one after the other.
fn next_number(connection: &mut Connection, id: u64, target: &Target) -> Result<u64, Fault> {
    let values = [
        id.into(),
        target.name.as_str().into(),
        target.engine.as_str().into(),
    ];
    let sql = "UPDATE targets SET audits = audits + 1, name = $2, engine = $3 WHERE id = $1 \
               RETURNING audits";
    one(connection, sql, &values)
}

fn one(connection: &mut Connection, sql: &str, values: &[Value]) -> Result<u64, Fault> {
    let rows = connection.query(sql, values)?;
    let missing = || Fault::Corrupt("a row that is always there is missing".to_owned());
    rows.first().ok_or_else(missing)?.count(0)
}

/// The time of an audit, where it is kept.
pub(crate) fn stamp(
    connection: &mut Connection,
    target: u64,
    number: u64,
) -> Result<Option<Stamp>, Fault> {
    let rows = connection.query(
        "SELECT at FROM audits WHERE target = $1 AND number = $2",
        &[target.into(), number.into()],
    )?;
    let stamp = |row: &crate::connection::Row| {
        let at = row.moment(0)?;
        Ok(Stamp { number, at })
    };
    rows.first().map(stamp).transpose()
}

fn add(connection: &mut Connection, writing: &Writing<'_>) -> Result<(), Fault> {
    let memory = &writing.audit.memory;
    let row = [
        writing.target.into(),
        writing.number.into(),
        (&writing.audit.at).into(),
        writing.audit.version.as_str().into(),
        memory.limit_bytes.into(),
        memory.likely_bytes.into(),
        memory.high_bytes.into(),
        memory.measured_bytes.into(),
        memory.sessions.into(),
        memory.active_sessions.into(),
        memory.most_sessions.into(),
    ];
    connection.insert(
        "audits (target, number, at, version, limit_bytes, likely_bytes, high_bytes, \
         measured_bytes, sessions, active_sessions, most_sessions)",
        &[row],
    )
}
