//! What a store knows, read back: nothing here writes.

use std::collections::BTreeMap;

use crate::connection::{Connection, Row};
use crate::targets::known_id;
use crate::{
    Audit, Change, Entry, Fault, Finding, Memory, Moment, MostSessions, Seen, Setting, Stamp,
    Standing, Target, Tracked,
};

/// `name, value, source, file, line`, from this column on.
pub(crate) fn setting(row: &Row, from: usize) -> Result<Setting, Fault> {
    let line = row.count_if(from + 4)?;
    Ok(Setting {
        name: row.text(from)?,
        value: row.text(from + 1)?,
        source: row.text(from + 2)?,
        file: row.text_if(from + 3)?,
        line: line.map(|line| u32::try_from(line).unwrap_or(u32::MAX)),
    })
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
    let stamp = |row: &Row| {
        let at = row.moment(0)?;
        Ok(Stamp { number, at })
    };
    rows.first().map(stamp).transpose()
}

/// `fingerprint, rule, name, severity, message`, from this column on.
fn finding(row: &Row, from: usize) -> Result<Finding, Fault> {
    Ok(Finding {
        fingerprint: row.text(from)?,
        rule: row.text(from + 1)?,
        name: row.text(from + 2)?,
        severity: row.text(from + 3)?,
        message: row.text(from + 4)?,
    })
}

/// `limit, likely, high, measured, sessions, active, most`, from this column on.
fn memory(row: &Row, from: usize) -> Result<Memory, Fault> {
    Ok(Memory {
        limit_bytes: row.count_if(from)?,
        likely_bytes: row.count_if(from + 1)?,
        high_bytes: row.count_if(from + 2)?,
        measured_bytes: row.count_if(from + 3)?,
        sessions: row.count_if(from + 4)?,
        active_sessions: row.count_if(from + 5)?,
        most_sessions: row.count_if(from + 6)?,
    })
}

pub(crate) fn targets(connection: &mut Connection) -> Result<Vec<Seen>, Fault> {
    let rows = connection.query(
        "SELECT t.key, t.name, t.engine, k.kept, k.oldest, \
         (SELECT at FROM audits WHERE target = t.id AND number = k.oldest), k.newest, \
         (SELECT at FROM audits WHERE target = t.id AND number = k.newest) \
         FROM targets t LEFT JOIN (SELECT target, count(*) AS kept, min(number) AS oldest, \
         max(number) AS newest FROM audits GROUP BY target) k ON k.target = t.id",
        &[],
    )?;
    let mut seen = rows
        .iter()
        .map(seen)
        .collect::<Result<Vec<Seen>, Fault>>()?;
    // Here and below: an order of texts that no collation of a server's changes.
    seen.sort_by(|one, other| one.target.key.cmp(&other.target.key));
    Ok(seen)
}

fn seen(row: &Row) -> Result<Seen, Fault> {
    let stamp = |column| {
        let number = row.count_if(column)?;
        let stamp = |number| row.moment(column + 1).map(|at| Stamp { number, at });
        number.map(stamp).transpose()
    };
    Ok(Seen {
        target: target(row)?,
        audits: row.count_if(3)?.unwrap_or(0),
        first: stamp(4)?,
        last: stamp(6)?,
    })
}

fn target(row: &Row) -> Result<Target, Fault> {
    Ok(Target {
        key: row.text(0)?,
        name: row.text(1)?,
        engine: row.text(2)?,
    })
}

pub(crate) fn history(
    connection: &mut Connection,
    key: &str,
    max: u64,
) -> Result<Vec<Entry>, Fault> {
    let Some(id) = known_id(connection, key)? else {
        return Ok(Vec::new());
    };
    let rows = connection.query(
        "SELECT a.number, a.at, a.version, a.limit_bytes, a.likely_bytes, a.high_bytes, \
         a.measured_bytes, a.sessions, a.active_sessions, a.most_sessions, \
         (SELECT count(*) FROM spells s WHERE s.target = a.target AND s.first_audit <= a.number AND s.last_audit >= a.number) \
         FROM audits a WHERE a.target = $1 ORDER BY a.number DESC LIMIT $2",
        &[id.into(), max.into()],
    )?;
    let entry = |row: &Row| {
        Ok(Entry {
            stamp: Stamp {
                number: row.count(0)?,
                at: row.moment(1)?,
            },
            version: row.text(2)?,
            memory: memory(row, 3)?,
            findings: row.count(10)?,
        })
    };
    rows.iter().map(entry).collect()
}

/// The most sessions that the kept audits saw; `None` where none saw any figure.
pub(crate) fn most_sessions(
    connection: &mut Connection,
    key: &str,
) -> Result<Option<MostSessions>, Fault> {
    let rows = connection.query(
        "SELECT count(*), min(a.at), max(a.sessions), max(a.most_sessions), \
         max(a.active_sessions) FROM audits a JOIN targets t ON t.id = a.target \
         WHERE t.key = $1 AND a.sessions IS NOT NULL",
        &[key.into()],
    )?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let Some((since, open)) = row.moment_if(1)?.zip(row.count_if(2)?) else {
        return Ok(None);
    };
    Ok(Some(MostSessions {
        audits: row.count(0)?,
        since,
        open: open.max(row.count_if(3)?.unwrap_or(0)),
        active: row.count_if(4)?,
    }))
}

pub(crate) fn audit(
    connection: &mut Connection,
    key: &str,
    number: Option<u64>,
) -> Result<Option<Audit>, Fault> {
    let rows = connection.query(
        "SELECT t.key, t.name, t.engine, a.at, a.version, a.limit_bytes, a.likely_bytes, \
         a.high_bytes, a.measured_bytes, a.sessions, a.active_sessions, a.most_sessions, \
         t.id, a.number FROM targets t JOIN audits a ON a.target = t.id AND a.number = coalesce($2, t.audits) WHERE t.key = $1",
        &[key.into(), number.into()],
    )?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let (id, number) = (row.count(12)?, row.count(13)?);
    Ok(Some(Audit {
        target: target(row)?,
        at: row.moment(3)?,
        version: row.text(4)?,
        memory: memory(row, 5)?,
        settings: settings_at(connection, id, number)?,
        findings: findings_at(connection, id, number)?,
        skipped: Vec::new(),
    }))
}

fn settings_at(connection: &mut Connection, id: u64, number: u64) -> Result<Vec<Setting>, Fault> {
    let rows = connection.query(
        "SELECT name, value, source, file, line FROM settings WHERE target = $1 \
         AND first_audit <= $2 AND (last_audit IS NULL OR last_audit >= $2)",
        &[id.into(), number.into()],
    )?;
    let settings: Result<Vec<Setting>, Fault> = rows.iter().map(|row| setting(row, 0)).collect();
    let mut settings = settings?;
    settings.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(settings)
}

fn findings_at(connection: &mut Connection, id: u64, number: u64) -> Result<Vec<Finding>, Fault> {
    let mut all = all_findings(connection, id)?;
    let stood = connection.query(
        "SELECT fingerprint FROM spells \
         WHERE target = $1 AND first_audit <= $2 AND last_audit >= $2",
        &[id.into(), number.into()],
    )?;
    let mut findings = Vec::new();
    for row in &stood {
        findings.extend(all.remove(&row.text(0)?).map(|(finding, _)| finding));
    }
    findings.sort_by(|one, other| one.fingerprint.cmp(&other.fingerprint));
    Ok(findings)
}

/// Every finding of a server by fingerprint, with when it was first seen.
pub(crate) fn all_findings(
    connection: &mut Connection,
    id: u64,
) -> Result<BTreeMap<String, (Finding, Moment)>, Fault> {
    let rows = connection.query(
        "SELECT fingerprint, rule, name, severity, message, first_at FROM findings \
         WHERE target = $1",
        &[id.into()],
    )?;
    let named = |row: &Row| {
        let finding = finding(row, 0)?;
        Ok((finding.fingerprint.clone(), (finding, row.moment(5)?)))
    };
    rows.iter().map(named).collect()
}

pub(crate) fn standing(connection: &mut Connection, key: &str) -> Result<Vec<Standing>, Fault> {
    let rows = connection.query(
        "SELECT s.name, s.value, s.source, s.file, s.line, s.after_at, s.since_at FROM settings s \
         JOIN targets t ON t.id = s.target WHERE t.key = $1 AND s.last_audit IS NULL",
        &[key.into()],
    )?;
    let standing = |row: &Row| {
        Ok(Standing {
            setting: setting(row, 0)?,
            after: row.moment_if(5)?,
            since: row.moment(6)?,
        })
    };
    let mut settings = rows
        .iter()
        .map(standing)
        .collect::<Result<Vec<_>, Fault>>()?;
    settings.sort_by(|one, other| one.setting.name.cmp(&other.setting.name));
    Ok(settings)
}

/// Rows that ended or began after an audit meet by name and number: a change is
/// one that ends at `n`, one that begins at `n + 1`, or both.
pub(crate) fn changes(
    connection: &mut Connection,
    key: &str,
    after: u64,
) -> Result<Vec<Change>, Fault> {
    let Some(id) = known_id(connection, key)? else {
        return Ok(Vec::new());
    };
    let stamps = stamps(connection, id, after)?;
    let rows = connection.query(
        "SELECT name, value, source, file, line, first_audit, last_audit FROM settings \
         WHERE target = $1 AND (first_audit > $2 OR last_audit >= $2)",
        &[id.into(), after.into()],
    )?;
    let mut sides: BTreeMap<(u64, String), (Option<Setting>, Option<Setting>)> = BTreeMap::new();
    for row in &rows {
        let setting = setting(row, 0)?;
        let name = setting.name.clone();
        if let Some(last) = row.count_if(6)? {
            sides.entry((last + 1, name.clone())).or_default().0 = Some(setting.clone());
        }
        sides.entry((row.count(5)?, name)).or_default().1 = Some(setting);
    }
    let changes = sides
        .into_iter()
        .filter_map(|((number, name), (from, to))| {
            // Between two audits that are both kept; a first audit changes nothing.
            let before = stamps.get(&number.checked_sub(1)?)?;
            let seen = stamps.get(&number)?;
            Some(Change {
                name,
                from,
                to,
                after: before.clone(),
                seen: seen.clone(),
            })
        });
    Ok(changes.collect())
}

fn stamps(connection: &mut Connection, id: u64, from: u64) -> Result<BTreeMap<u64, Stamp>, Fault> {
    let rows = connection.query(
        "SELECT number, at FROM audits WHERE target = $1 AND number >= $2",
        &[id.into(), from.into()],
    )?;
    let stamp = |row: &Row| {
        let (number, at) = (row.count(0)?, row.moment(1)?);
        Ok((number, Stamp { number, at }))
    };
    rows.iter().map(stamp).collect()
}

pub(crate) fn findings(connection: &mut Connection, key: &str) -> Result<Vec<Tracked>, Fault> {
    let Some(id) = known_id(connection, key)? else {
        return Ok(Vec::new());
    };
    let mut all = all_findings(connection, id)?;
    let spells = connection.query(
        "SELECT fingerprint, last_at, gone_at FROM spells WHERE target = $1 ORDER BY first_audit",
        &[id.into()],
    )?;
    let mut tracked: BTreeMap<String, Tracked> = BTreeMap::new();
    for row in &spells {
        let (fingerprint, last_seen, gone_at) = (row.text(0)?, row.moment(1)?, row.moment_if(2)?);
        if let Some(known) = tracked.get_mut(&fingerprint) {
            known.last_seen = last_seen;
            known.gone_at = gone_at;
            known.spells += 1;
        } else if let Some((finding, first_seen)) = all.remove(&fingerprint) {
            let first = Tracked {
                finding,
                first_seen,
                last_seen,
                gone_at,
                spells: 1,
            };
            tracked.insert(fingerprint, first);
        }
    }
    Ok(tracked.into_values().collect())
}
