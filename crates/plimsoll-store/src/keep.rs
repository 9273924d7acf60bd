//! Keeps one audit: a row for itself, and rows for what differs from the audit
//! before. What did not change costs nothing.

mod findings;
mod settings;
mod writing;

use crate::connection::Connection;
use crate::review::stamp;
use crate::targets::target_id;
use crate::{Audit, Fault, Kept, Target};
use writing::Writing;

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
    connection.one(sql, &values)
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
