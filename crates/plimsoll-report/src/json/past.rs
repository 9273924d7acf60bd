//! `plimsoll.history/1`.

use serde::Serialize;

use super::written;
use crate::{Past, PastAudit, PastChange, PastFinding, PastServer};

const SCHEMA: &str = "plimsoll.history/1";

/// The servers that a history knows.
pub fn servers(servers: &[PastServer]) -> String {
    written(&ServersJson {
        schema: SCHEMA,
        servers: servers.iter().map(ServerJson::of).collect(),
    })
}

/// One server over time.
pub fn past(past: &Past) -> String {
    written(&PastJson {
        schema: SCHEMA,
        server: &past.name,
        audits: past.audits.iter().map(AuditJson::of).collect(),
        findings: past.findings.iter().map(FindingJson::of).collect(),
        changes: past.changes.iter().map(ChangeJson::of).collect(),
    })
}

#[derive(Serialize)]
struct ServersJson<'a> {
    schema: &'static str,
    servers: Vec<ServerJson<'a>>,
}

#[derive(Serialize)]
struct PastJson<'a> {
    schema: &'static str,
    server: &'a str,
    audits: Vec<AuditJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct ServerJson<'a> {
    name: &'a str,
    engine: &'a str,
    audits: u64,
    first: Option<&'a str>,
    last: Option<&'a str>,
}

impl<'a> ServerJson<'a> {
    fn of(server: &'a PastServer) -> Self {
        Self {
            name: &server.name,
            engine: &server.engine,
            audits: server.audits,
            first: server.first.as_deref(),
            last: server.last.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct AuditJson<'a> {
    time: &'a str,
    version: &'a str,
    sessions: Option<u64>,
    likely_bytes: Option<u64>,
    measured_bytes: Option<u64>,
    findings: u64,
}

impl<'a> AuditJson<'a> {
    fn of(audit: &'a PastAudit) -> Self {
        Self {
            time: &audit.at,
            version: &audit.version,
            sessions: audit.sessions,
            likely_bytes: audit.likely_bytes,
            measured_bytes: audit.measured_bytes,
            findings: audit.findings,
        }
    }
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    first_seen: &'a str,
    last_seen: &'a str,
    gone_at: Option<&'a str>,
}

impl<'a> FindingJson<'a> {
    fn of(finding: &'a PastFinding) -> Self {
        Self {
            rule: &finding.rule,
            severity: &finding.severity,
            message: &finding.message,
            first_seen: &finding.first_seen,
            last_seen: &finding.last_seen,
            gone_at: finding.gone_at.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    parameter: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    after: &'a str,
    seen: &'a str,
}

impl<'a> ChangeJson<'a> {
    fn of(change: &'a PastChange) -> Self {
        Self {
            parameter: &change.parameter,
            from: change.from.as_deref(),
            to: change.to.as_deref(),
            after: &change.after,
            seen: &change.seen,
        }
    }
}
