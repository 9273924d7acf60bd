//! Keeps a history to its limits: the oldest audits go first, with what only
//! they saw. The newest audit of each server and all baselines stay.

use std::collections::BTreeMap;

use crate::connection::{Connection, Row};
use crate::review::stamp;
use crate::samples::retain::drop_oldest;
use crate::{Dropped, Fault, Limits, Moment, Retained};

/// Numbers of audits that a server has kept.
struct Range {
    id: u64,
    key: String,
    oldest: u64,
    newest: u64,
}

pub(crate) fn retain(
    connection: &mut Connection,
    limits: Limits,
    now: &Moment,
) -> Result<Retained, Fault> {
    if limits.bytes_max.is_some() && matches!(connection, Connection::Postgresql(_)) {
        return Err(Fault::Unfit(
            "a limit in bytes is kept in a file alone: limit a PostgreSQL by age or count"
                .to_owned(),
        ));
    }
    let dropped = connection.write(|inside| {
        let mut dropped = Dropping::default();
        for range in ranges(inside)? {
            let first = first_kept(inside, &range, limits, now)?;
            dropped.up_to(inside, &range, first)?;
        }
        if let Some(bytes_max) = limits.bytes_max {
            dropped.down_to(inside, bytes_max)?;
        }
        Ok(dropped.0.into_values().collect())
    })?;
    let file_bytes = match connection {
        Connection::Sqlite(file) => {
            // What was dropped is dropped: where another process is in the way,
            // the file shrinks the next time.
            let _later = file.shrink();
            Some(file.sizes_bytes()?.0)
        }
        Connection::Postgresql(_) => None,
    };
    Ok(Retained {
        dropped,
        file_bytes,
    })
}

/// Numbers have no holes: only the oldest are ever dropped.
fn ranges(connection: &mut Connection) -> Result<Vec<Range>, Fault> {
    let rows = connection.query(
        "SELECT t.id, t.key, min(a.number), t.audits FROM targets t \
         JOIN audits a ON a.target = t.id GROUP BY t.id, t.key, t.audits ORDER BY t.id",
        &[],
    )?;
    let range = |row: &Row| {
        Ok(Range {
            id: row.count(0)?,
            key: row.text(1)?,
            oldest: row.count(2)?,
            newest: row.count(3)?,
        })
    };
    rows.iter().map(range).collect()
}

/// The first audit that count and age let stay.
fn first_kept(
    connection: &mut Connection,
    range: &Range,
    limits: Limits,
    now: &Moment,
) -> Result<u64, Fault> {
    let mut first = range.oldest;
    if let Some(max) = limits.audits_max {
        first = first.max((range.newest + 1).saturating_sub(max));
    }
    if let Some(days) = limits.age_days_max {
        let young = connection.query(
            "SELECT min(number) FROM audits WHERE target = $1 AND at >= $2",
            &[range.id.into(), (&now.days_before(days)).into()],
        )?;
        let young = young.first().map(|row| row.count_if(0)).transpose()?;
        first = first.max(young.flatten().unwrap_or(range.newest));
    }
    Ok(first.min(range.newest))
}

/// What was dropped so far, by key.
#[derive(Default)]
struct Dropping(BTreeMap<String, Dropped>);

impl Dropping {
    /// Drops a server's audits before `first`.
    fn up_to(
        &mut self,
        connection: &mut Connection,
        range: &Range,
        first: u64,
    ) -> Result<(), Fault> {
        let Some(through) = stamp(connection, range.id, first.saturating_sub(1))? else {
            return Ok(());
        };
        // The server's row first, as who keeps an audit takes it: a finding that
        // comes back at this moment is not taken from under it.
        for sql in [
            "UPDATE targets SET audits = audits WHERE id = $1 AND audits >= $2",
            "DELETE FROM audits WHERE target = $1 AND number < $2",
            "DELETE FROM settings WHERE target = $1 AND last_audit < $2",
            "DELETE FROM spells WHERE target = $1 AND gone_at IS NOT NULL AND last_audit < $2",
        ] {
            connection.query(sql, &[range.id.into(), first.into()])?;
        }
        connection.query(
            "DELETE FROM findings WHERE target = $1 AND NOT EXISTS (SELECT 1 FROM spells s \
             WHERE s.target = findings.target AND s.fingerprint = findings.fingerprint)",
            &[range.id.into()],
        )?;
        let audits = first - range.oldest;
        let entry = self.0.entry(range.key.clone()).or_insert_with(|| Dropped {
            target: range.key.clone(),
            audits: 0,
            through: through.clone(),
        });
        entry.audits += audits;
        entry.through = through;
        Ok(())
    }

    /// Drops the oldest samples of all servers, then the oldest audits, until what is left
    /// fits.
    fn down_to(&mut self, connection: &mut Connection, bytes_max: u64) -> Result<(), Fault> {
        while let Connection::Sqlite(file) = connection {
            if file.sizes_bytes()?.1 <= bytes_max {
                return Ok(());
            }
            if drop_oldest(connection)? {
                continue;
            }
            let oldest = connection.query(
                "SELECT t.id, t.key, a.number, t.audits FROM audits a \
                 JOIN targets t ON t.id = a.target WHERE a.number < t.audits \
                 AND a.number = (SELECT min(m.number) FROM audits m WHERE m.target = a.target) \
                 ORDER BY a.at, a.target LIMIT 1",
                &[],
            )?;
            let Some(row) = oldest.first() else {
                return Ok(());
            };
            let range = Range {
                id: row.count(0)?,
                key: row.text(1)?,
                oldest: row.count(2)?,
                newest: row.count(3)?,
            };
            self.up_to(connection, &range, range.oldest + 1)?;
        }
        Ok(())
    }
}
