//! `plimsoll.audit/1`: the targets of `plimsoll.check/1` with what only a
//! running server tells.

use plimsoll_model::{Drift, Gap};
use serde::Serialize;

use super::bill::RangeJson;
use super::check::{SummaryJson, TargetJson};
use super::{Unknown, known, written};
use crate::{Audited, Checked, Elsewhere, Now};

const SCHEMA: &str = "plimsoll.audit/1";

/// All servers of one run.
pub fn audit(servers: &[Audited]) -> String {
    let checked: Vec<Checked> = servers.iter().map(|it| it.checked.clone()).collect();
    written(&AuditJson {
        schema: SCHEMA,
        targets: servers.iter().map(ServerJson::of).collect(),
        summary: SummaryJson::of(&checked),
    })
}

#[derive(Serialize)]
struct AuditJson<'a> {
    schema: &'static str,
    targets: Vec<ServerJson<'a>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct ServerJson<'a> {
    #[serde(flatten)]
    target: TargetJson<'a>,
    server: AboutJson<'a>,
    now: NowJson<'a>,
    drift: Vec<DriftJson<'a>>,
    gaps: Vec<GapJson<'a>>,
    notes: &'a [String],
}

impl<'a> ServerJson<'a> {
    fn of(server: &'a Audited) -> Self {
        Self {
            target: TargetJson::of(&server.checked),
            server: AboutJson {
                version_text: &server.version_text,
                started: server.started.as_deref(),
                standby: server.is_standby,
            },
            now: NowJson::of(&server.now),
            drift: server.drift.iter().map(DriftJson::of).collect(),
            gaps: server.gaps.iter().map(GapJson::of).collect(),
            notes: &server.notes,
        }
    }
}

#[derive(Serialize)]
struct AboutJson<'a> {
    version_text: &'a str,
    started: Option<&'a str>,
    standby: Option<bool>,
}

#[derive(Serialize)]
struct NowJson<'a> {
    sessions: Option<u64>,
    active_sessions: Option<u64>,
    most_sessions: Option<u64>,
    predicted: Option<RangeJson>,
    measured_bytes: Option<u64>,
    measured_source: Option<&'a str>,
    error_percent: Option<f64>,
    elsewhere: Vec<ElsewhereJson<'a>>,
    #[serde(skip_serializing_if = "Unknown::is_empty")]
    unknown: Unknown,
}

impl<'a> NowJson<'a> {
    fn of(now: &'a Now) -> Self {
        let mut unknown = Unknown::new();
        Self {
            sessions: now.sessions,
            active_sessions: now.active_sessions,
            most_sessions: now.most_sessions,
            predicted: now.predicted.map(RangeJson::of),
            measured_bytes: known(&now.measured_bytes, "measured_bytes", &mut unknown),
            measured_source: now.measured_bytes.source(),
            error_percent: now
                .error_percent()
                .map(|error| (error * 10.0).round() / 10.0),
            elsewhere: now.elsewhere.iter().map(ElsewhereJson::of).collect(),
            unknown,
        }
    }
}

#[derive(Serialize)]
struct ElsewhereJson<'a> {
    tool: &'a str,
    bytes: u64,
    why: &'a str,
}

impl<'a> ElsewhereJson<'a> {
    const fn of(elsewhere: &'a Elsewhere) -> Self {
        Self {
            tool: elsewhere.tool,
            bytes: elsewhere.bytes,
            why: elsewhere.why,
        }
    }
}

#[derive(Serialize)]
struct DriftJson<'a> {
    parameter: &'a str,
    kind: &'static str,
    in_force: &'a str,
    other: Option<&'a str>,
    other_source: &'a str,
    since: Option<&'a str>,
    by: Option<&'a str>,
}

impl<'a> DriftJson<'a> {
    fn of(drift: &'a Drift) -> Self {
        Self {
            parameter: &drift.parameter,
            kind: drift.kind.as_str(),
            in_force: &drift.in_force,
            other: drift.other.as_deref(),
            other_source: &drift.other_source,
            since: drift.since.as_deref(),
            by: drift.by.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct GapJson<'a> {
    what: &'a str,
    why: &'a str,
    grant: Option<&'a str>,
}

impl<'a> GapJson<'a> {
    fn of(gap: &'a Gap) -> Self {
        Self {
            what: &gap.what,
            why: &gap.why,
            grant: gap.grant.as_deref(),
        }
    }
}
