//! `plimsoll history [SERVER]`: what audits found over time.

use plimsoll_report::{Past, PastAudit, PastChange, PastFinding, PastServer, json, text};
use plimsoll_store::{Change, Entry, Seen, Tracked};

use crate::audit::keeper::Keeper;
use crate::cli::{History, TextOrJson};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;

/// Audits shown of one server.
const AUDITS_MAX: u64 = 50;

/// Runs it.
pub(crate) fn run(arguments: &History) -> Result<Ended, Failure> {
    let keeper = Keeper::found(arguments.store.as_deref(), arguments.config.as_deref())?;
    let seen = keeper.wait(keeper.store.targets())?;
    let text = match &arguments.server {
        None => {
            let servers: Vec<PastServer> = seen.into_iter().map(server).collect();
            match arguments.format {
                TextOrJson::Text => text::past_servers(&servers),
                TextOrJson::Json => json::past_servers(&servers),
            }
        }
        Some(name) => {
            let past = past(&keeper, &seen, name)?;
            match arguments.format {
                TextOrJson::Text => text::past(&past, output::screen()),
                TextOrJson::Json => json::past(&past),
            }
        }
    };
    output::result(&text)?;
    Ok(Ended::Well)
}

fn past(keeper: &Keeper, seen: &[Seen], name: &str) -> Result<Past, Failure> {
    let found = seen
        .iter()
        .find(|it| it.target.name == name || it.target.key == name);
    let target = &found
        .ok_or_else(|| {
            let names: Vec<&str> = seen.iter().map(|it| it.target.name.as_str()).collect();
            Failure::new(format_args!(
                "{name}: the history has no such server; it has {}",
                names.join(", ")
            ))
        })?
        .target;
    let mut findings = keeper.wait(keeper.store.findings(&target.key))?;
    findings.sort_by_key(|it| (it.gone_at.is_some(), it.first_seen.clone()));
    let mut changes = keeper.wait(keeper.store.changes(&target.key, 0))?;
    changes.reverse();
    let audits = keeper.wait(keeper.store.history(&target.key, AUDITS_MAX))?;
    Ok(Past {
        name: target.name.clone(),
        audits: audits.into_iter().map(audit).collect(),
        findings: findings.into_iter().map(finding).collect(),
        changes: changes.into_iter().map(change).collect(),
    })
}

fn server(seen: Seen) -> PastServer {
    PastServer {
        name: seen.target.name,
        engine: seen.target.engine,
        audits: seen.audits,
        first: seen.first.map(|stamp| stamp.at.to_string()),
        last: seen.last.map(|stamp| stamp.at.to_string()),
    }
}

fn audit(entry: Entry) -> PastAudit {
    PastAudit {
        at: entry.stamp.at.to_string(),
        version: entry.version,
        sessions: entry.memory.sessions,
        likely_bytes: entry.memory.likely_bytes,
        measured_bytes: entry.memory.measured_bytes,
        findings: entry.findings,
    }
}

fn finding(tracked: Tracked) -> PastFinding {
    PastFinding {
        rule: tracked.finding.rule,
        severity: tracked.finding.severity,
        message: tracked.finding.message,
        first_seen: tracked.first_seen.to_string(),
        last_seen: tracked.last_seen.to_string(),
        gone_at: tracked.gone_at.map(|at| at.to_string()),
    }
}

fn change(change: Change) -> PastChange {
    PastChange {
        parameter: change.name,
        from: change.from.map(|setting| setting.value),
        to: change.to.map(|setting| setting.value),
        after: change.after.at.to_string(),
        seen: change.seen.at.to_string(),
    }
}
