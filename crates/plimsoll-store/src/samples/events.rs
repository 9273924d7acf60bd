//! What happened to a server, on the same axis as its samples.

use super::record::Happening;
use crate::connection::{Connection, Row};
use crate::targets::{known_id, target_id};
use crate::{Fault, Moment, Target};

/// Events that are kept of one server; the oldest kept go first.
pub const EVENTS_MAX: u64 = 10_000;

pub(crate) fn keep(
    connection: &mut Connection,
    target: &Target,
    event: &Happening,
) -> Result<(), Fault> {
    let id = target_id(connection, target)?;
    connection.query(
        "UPDATE targets SET audits = audits WHERE id = $1",
        &[id.into()],
    )?;
    let last = connection.query(
        "SELECT max(number) FROM events WHERE target = $1",
        &[id.into()],
    )?;
    let last = last
        .first()
        .map(|row| row.count_if(0))
        .transpose()?
        .flatten();
    let number = last.unwrap_or(0) + 1;
    connection.insert(
        "events (target, number, at, kind, message, actor, reference)",
        &[[
            id.into(),
            number.into(),
            (&event.at).into(),
            event.kind.as_str().into(),
            event.message.as_str().into(),
            (&event.actor).into(),
            (&event.reference).into(),
        ]],
    )?;
    connection.query(
        "DELETE FROM events WHERE target = $1 AND number <= $2",
        &[id.into(), number.saturating_sub(EVENTS_MAX).into()],
    )?;
    Ok(())
}

/// The newest of those between two moments first, at most so many.
pub(crate) fn events(
    connection: &mut Connection,
    key: &str,
    from: &Moment,
    to: &Moment,
    max: u64,
) -> Result<Vec<Happening>, Fault> {
    let Some(id) = known_id(connection, key)? else {
        return Ok(Vec::new());
    };
    let rows = connection.query(
        "SELECT at, kind, message, actor, reference FROM events \
         WHERE target = $1 AND at >= $2 AND at < $3 ORDER BY at DESC, number DESC LIMIT $4",
        &[id.into(), from.into(), to.into(), max.into()],
    )?;
    let event = |row: &Row| {
        Ok(Happening {
            at: row.moment(0)?,
            kind: row.text(1)?,
            message: row.text(2)?,
            actor: row.text_if(3)?,
            reference: row.text_if(4)?,
        })
    };
    rows.iter().map(event).collect()
}
