//! Baselines: settings that someone called right, by name, for each server.
//! They are no part of what retention drops.

use crate::connection::{Connection, Row, Value};
use crate::targets::{known_id, target_id};
use crate::{Baseline, BaselineLine, Fault, Setting, Target, review};

pub(crate) fn set(
    connection: &mut Connection,
    target: &Target,
    baseline: &Baseline,
) -> Result<(), Fault> {
    let id = target_id(connection, target)?;
    drop_one(connection, id, &baseline.name)?;
    connection.insert(
        "baselines (target, name, set_at, set_by, reason)",
        &[[
            id.into(),
            baseline.name.as_str().into(),
            (&baseline.at).into(),
            baseline.by.as_str().into(),
            baseline.reason.as_str().into(),
        ]],
    )?;
    let row = |setting: &Setting| -> [Value; 7] {
        [
            id.into(),
            baseline.name.as_str().into(),
            setting.name.as_str().into(),
            setting.value.as_str().into(),
            setting.source.as_str().into(),
            (&setting.file).into(),
            setting.line.map(u64::from).into(),
        ]
    };
    let rows: Vec<[Value; 7]> = baseline.settings.iter().map(row).collect();
    connection.insert(
        "baseline_settings (target, baseline, name, value, source, file, line)",
        &rows,
    )
}

pub(crate) fn get(
    connection: &mut Connection,
    key: &str,
    name: &str,
) -> Result<Option<Baseline>, Fault> {
    let Some(line) = list(connection, key)?
        .into_iter()
        .find(|it| it.name == name)
    else {
        return Ok(None);
    };
    let rows = connection.query(
        "SELECT s.name, s.value, s.source, s.file, s.line FROM baseline_settings s \
         JOIN targets t ON t.id = s.target WHERE t.key = $1 AND s.baseline = $2",
        &[key.into(), name.into()],
    )?;
    let settings: Result<Vec<Setting>, Fault> =
        rows.iter().map(|row| review::setting(row, 0)).collect();
    let mut settings = settings?;
    settings.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Some(Baseline {
        name: line.name,
        at: line.at,
        by: line.by,
        reason: line.reason,
        settings,
    }))
}

pub(crate) fn list(connection: &mut Connection, key: &str) -> Result<Vec<BaselineLine>, Fault> {
    let rows = connection.query(
        "SELECT b.name, b.set_at, b.set_by, b.reason, (SELECT count(*) FROM baseline_settings s \
         WHERE s.target = b.target AND s.baseline = b.name) FROM baselines b \
         JOIN targets t ON t.id = b.target WHERE t.key = $1",
        &[key.into()],
    )?;
    let line = |row: &Row| {
        Ok(BaselineLine {
            name: row.text(0)?,
            at: row.moment(1)?,
            by: row.text(2)?,
            reason: row.text(3)?,
            settings: row.count(4)?,
        })
    };
    let mut lines = rows.iter().map(line).collect::<Result<Vec<_>, Fault>>()?;
    lines.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(lines)
}

pub(crate) fn delete(connection: &mut Connection, key: &str, name: &str) -> Result<bool, Fault> {
    match known_id(connection, key)? {
        Some(id) => drop_one(connection, id, name),
        None => Ok(false),
    }
}

/// Its settings go with it (`ON DELETE CASCADE`).
fn drop_one(connection: &mut Connection, id: u64, name: &str) -> Result<bool, Fault> {
    let gone = connection.query(
        "DELETE FROM baselines WHERE target = $1 AND name = $2 RETURNING name",
        &[id.into(), name.into()],
    )?;
    Ok(!gone.is_empty())
}
