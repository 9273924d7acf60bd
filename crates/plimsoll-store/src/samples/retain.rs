//! Keeps samples and events no longer than they are wanted: what is fine is made coarse
//! before it goes.

use super::record::SampleLimits;
use super::{COARSE, FINE, settle};
use crate::connection::Connection;
use crate::{Fault, Moment};

const DAY: i64 = 86_400;

/// Drops what is older than the limits; how many blocks that were.
pub(crate) fn retain(
    connection: &mut Connection,
    limits: SampleLimits,
    now: &Moment,
) -> Result<u64, Fault> {
    let first = |days: u32, block: i64| now.second().saturating_sub(i64::from(days) * DAY + block);
    let fine = first(limits.fine_days_max, FINE.block_seconds);
    let coarse = first(limits.coarse_days_max, COARSE.block_seconds);
    settle(connection, None, fine)?;
    let mut dropped = 0;
    for (grain, before) in [(FINE, fine), (COARSE, coarse)] {
        let gone = connection.query(
            "DELETE FROM samples WHERE seconds = $1 AND began < $2 RETURNING piece",
            &[grain.seconds.into(), before.into()],
        )?;
        dropped += gone.len() as u64;
    }
    let old = now.days_before(limits.coarse_days_max);
    connection.query("DELETE FROM events WHERE at < $1", &[(&old).into()])?;
    Ok(dropped)
}

/// Drops the oldest block of all servers, fine ones before coarse ones; whether there
/// was one.
pub(crate) fn drop_oldest(connection: &mut Connection) -> Result<bool, Fault> {
    for grain in [FINE, COARSE] {
        let rows = connection.query(
            "SELECT min(began) FROM samples WHERE seconds = $1",
            &[grain.seconds.into()],
        )?;
        let Some(oldest) = rows.first().map_or(Ok(None), |row| row.number_if(0))? else {
            continue;
        };
        if grain == FINE {
            settle(connection, None, oldest.saturating_add(1))?;
        }
        connection.query(
            "DELETE FROM samples WHERE seconds = $1 AND began <= $2",
            &[grain.seconds.into(), oldest.into()],
        )?;
        return Ok(true);
    }
    Ok(false)
}
