//! The servers of a store: the number that a server's rows carry, found or given out.

use crate::connection::Connection;
use crate::{Fault, Target};

/// The number that rows of this server carry; it is added where it is new.
pub(crate) fn target_id(connection: &mut Connection, target: &Target) -> Result<u64, Fault> {
    if let Some(id) = known_id(connection, &target.key)? {
        return Ok(id);
    }
    let next = "UPDATE counters SET last = last + 1 WHERE name = 'target' RETURNING last";
    let next = connection.one(next, &[])?;
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
