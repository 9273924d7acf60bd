//! The settings of an audit against those in force before: a value that stays
//! keeps its row, one that changes closes it and opens another.

use std::collections::BTreeMap;

use super::writing::Writing;
use crate::connection::{Connection, Value};
use crate::{Change, Fault, Setting, Stamp, review};

pub(super) fn keep(
    connection: &mut Connection,
    writing: &Writing<'_>,
) -> Result<Vec<Change>, Fault> {
    let mut before = in_force(connection, writing.target)?;
    let mut opened = Vec::new();
    let mut closed = Vec::new();
    for setting in &writing.audit.settings {
        let was = before.remove(&setting.name);
        match was {
            Some(was) if was.value == setting.value && was.source == setting.source => {
                if (&was.file, was.line) != (&setting.file, setting.line) {
                    moved(connection, writing, setting)?;
                }
            }
            was => {
                closed.extend(was.is_some().then_some(setting.name.as_str()));
                opened.push((was, Some(setting.clone())));
            }
        }
    }
    let vanished = before.into_values().map(|was| (Some(was), None));
    let vanished: Vec<(Option<Setting>, Option<Setting>)> = vanished.collect();
    closed.extend(vanished.iter().filter_map(|(was, _)| name(was.as_ref())));
    close(connection, writing, &closed)?;
    open(connection, writing, &opened)?;
    let Some(after) = &writing.before else {
        return Ok(Vec::new());
    };
    let mut changes: Vec<Change> = opened
        .into_iter()
        .chain(vanished)
        .map(|(from, to)| change(writing, after, from, to))
        .collect();
    changes.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(changes)
}

fn name(setting: Option<&Setting>) -> Option<&str> {
    setting.map(|it| it.name.as_str())
}

fn change(
    writing: &Writing<'_>,
    after: &Stamp,
    from: Option<Setting>,
    to: Option<Setting>,
) -> Change {
    Change {
        name: name(to.as_ref())
            .or(name(from.as_ref()))
            .unwrap_or_default()
            .to_owned(),
        from,
        to,
        after: after.clone(),
        seen: Stamp {
            number: writing.number,
            at: writing.audit.at.clone(),
        },
    }
}

fn in_force(connection: &mut Connection, target: u64) -> Result<BTreeMap<String, Setting>, Fault> {
    let rows = connection.query(
        "SELECT name, value, source, file, line FROM settings \
         WHERE target = $1 AND last_audit IS NULL",
        &[target.into()],
    )?;
    let named = |row| {
        let setting = review::setting(row, 0)?;
        Ok((setting.name.clone(), setting))
    };
    rows.iter().map(named).collect()
}

/// The same value from the same source, at another place of the file.
fn moved(
    connection: &mut Connection,
    writing: &Writing<'_>,
    setting: &Setting,
) -> Result<(), Fault> {
    let values = [
        writing.target.into(),
        setting.name.as_str().into(),
        (&setting.file).into(),
        setting.line.map(u64::from).into(),
    ];
    let sql = "UPDATE settings SET file = $3, line = $4 \
               WHERE target = $1 AND name = $2 AND last_audit IS NULL";
    connection.query(sql, &values).map(drop)
}

fn close(connection: &mut Connection, writing: &Writing<'_>, names: &[&str]) -> Result<(), Fault> {
    let values = [writing.target.into(), (writing.number - 1).into()];
    let sql = "UPDATE settings SET last_audit = $2 \
               WHERE target = $1 AND last_audit IS NULL AND name";
    connection.for_names(sql, &values, names)
}

fn open(
    connection: &mut Connection,
    writing: &Writing<'_>,
    opened: &[(Option<Setting>, Option<Setting>)],
) -> Result<(), Fault> {
    let after = writing.before.as_ref().map(|it| it.at.to_string());
    let row = |setting: &Setting| -> [Value; 9] {
        [
            writing.target.into(),
            setting.name.as_str().into(),
            writing.number.into(),
            (&after).into(),
            (&writing.audit.at).into(),
            setting.value.as_str().into(),
            setting.source.as_str().into(),
            (&setting.file).into(),
            setting.line.map(u64::from).into(),
        ]
    };
    let rows: Vec<[Value; 9]> = opened
        .iter()
        .filter_map(|(_, now)| now.as_ref().map(row))
        .collect();
    connection.insert(
        "settings (target, name, first_audit, after_at, since_at, value, source, file, line)",
        &rows,
    )
}
