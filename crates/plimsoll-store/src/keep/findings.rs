//! The findings of an audit against those known: one that stands on is seen
//! again, one that is not there is gone, unless its rule could not look.

use std::collections::{BTreeMap, BTreeSet};

use super::writing::Writing;
use crate::connection::{Connection, Value};
use crate::{Fault, Finding, review};

/// Fingerprints by what became of them.
#[derive(Default)]
pub(super) struct SeenNow {
    pub(super) new: Vec<String>,
    pub(super) back: Vec<String>,
    pub(super) gone: Vec<String>,
}

struct Known {
    finding: Finding,
    stands: bool,
}

pub(super) fn keep(connection: &mut Connection, writing: &Writing<'_>) -> Result<SeenNow, Fault> {
    let mut known = known(connection, writing.target)?;
    let mut seen = SeenNow::default();
    let mut added = Vec::new();
    let mut again = Vec::new();
    for finding in &writing.audit.findings {
        let was = known.remove(&finding.fingerprint);
        match &was {
            None => {
                seen.new.push(finding.fingerprint.clone());
                added.push(finding_row(writing, finding));
            }
            Some(was) if was.stands => again.push(finding.fingerprint.as_str()),
            Some(_) => seen.back.push(finding.fingerprint.clone()),
        }
        if was.is_some_and(|was| was.finding != *finding) {
            retold(connection, writing, finding)?;
        }
    }
    let skipped = &writing.audit.skipped;
    seen.gone = known
        .into_values()
        .filter(|was| was.stands && !skipped.contains(&was.finding.rule))
        .map(|was| was.finding.fingerprint)
        .collect();
    connection.insert(
        "findings (target, fingerprint, rule, name, severity, message, first_at)",
        &added,
    )?;
    spells(connection, writing, &seen, &again)?;
    Ok(seen)
}

/// Two plain reads: a planner without statistics joins them by brute force.
fn known(connection: &mut Connection, target: u64) -> Result<BTreeMap<String, Known>, Fault> {
    let rows = connection.query(
        "SELECT fingerprint FROM spells WHERE target = $1 AND gone_at IS NULL",
        &[target.into()],
    )?;
    let standing: Result<BTreeSet<String>, Fault> = rows.iter().map(|row| row.text(0)).collect();
    let standing = standing?;
    let findings = review::all_findings(connection, target)?;
    let known = findings.into_iter().map(|(fingerprint, (finding, _))| {
        let stands = standing.contains(&fingerprint);
        (fingerprint, Known { finding, stands })
    });
    Ok(known.collect())
}

fn finding_row(writing: &Writing<'_>, finding: &Finding) -> [Value; 7] {
    [
        writing.target.into(),
        finding.fingerprint.as_str().into(),
        finding.rule.as_str().into(),
        finding.name.as_str().into(),
        finding.severity.as_str().into(),
        finding.message.as_str().into(),
        (&writing.audit.at).into(),
    ]
}

/// The same finding in other words: its figures moved.
fn retold(
    connection: &mut Connection,
    writing: &Writing<'_>,
    finding: &Finding,
) -> Result<(), Fault> {
    let row = finding_row(writing, finding);
    let sql = "UPDATE findings SET rule = $3, name = $4, severity = $5, message = $6 \
               WHERE target = $1 AND fingerprint = $2";
    connection.query(sql, &row[..6]).map(drop)
}

fn spells(
    connection: &mut Connection,
    writing: &Writing<'_>,
    seen: &SeenNow,
    again: &[&str],
) -> Result<(), Fault> {
    let now = [
        writing.target.into(),
        writing.number.into(),
        (&writing.audit.at).into(),
    ];
    let sql = "UPDATE spells SET last_audit = $2, last_at = $3 \
               WHERE target = $1 AND gone_at IS NULL AND fingerprint";
    connection.for_names(sql, &now, again)?;
    let gone: Vec<&str> = seen.gone.iter().map(String::as_str).collect();
    let sql = "UPDATE spells SET gone_at = $2 \
               WHERE target = $1 AND gone_at IS NULL AND fingerprint";
    connection.for_names(sql, &[now[0].clone(), now[2].clone()], &gone)?;
    let row = |fingerprint: &String| -> [Value; 5] {
        [
            writing.target.into(),
            fingerprint.as_str().into(),
            writing.number.into(),
            writing.number.into(),
            (&writing.audit.at).into(),
        ]
    };
    let rows: Vec<[Value; 5]> = seen.new.iter().chain(&seen.back).map(row).collect();
    connection.insert(
        "spells (target, fingerprint, first_audit, last_audit, last_at)",
        &rows,
    )
}
