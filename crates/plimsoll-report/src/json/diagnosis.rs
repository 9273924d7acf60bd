//! `plimsoll.diagnosis/1`.

use jiff::Timestamp;
use plimsoll_model::{
    Call, Cause, Draft, DraftChange, Incident, Known, LayerFinding, LogLine, LogRead,
};
use serde::Serialize;

use super::written;

const SCHEMA: &str = "plimsoll.diagnosis/1";

/// What took a server down.
pub fn diagnosis(incident: &Incident) -> String {
    written(&DiagnosisJson {
        schema: SCHEMA,
        window: SpanJson::of(incident.window),
        causes: incident.causes.iter().map(CauseJson::of).collect(),
        layers: incident.layers.iter().map(LayerJson::of).collect(),
        draft: incident.draft.get().map(DraftJson::of),
        call: incident.call.as_ref().map(CallJson::of),
        timeline: lines(&incident.timeline),
        read: incident.read.iter().map(ReadJson::of).collect(),
        unknown: incident.draft.why().map(|draft| UnknownDraft { draft }),
    })
}

#[derive(Serialize)]
struct DiagnosisJson<'a> {
    schema: &'static str,
    window: SpanJson,
    causes: Vec<CauseJson<'a>>,
    layers: Vec<LayerJson<'a>>,
    draft: Option<DraftJson<'a>>,
    call: Option<CallJson<'a>>,
    timeline: Vec<LineJson<'a>>,
    read: Vec<ReadJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<UnknownDraft<'a>>,
}

#[derive(Serialize)]
struct UnknownDraft<'a> {
    draft: &'a str,
}

#[derive(Serialize)]
struct DraftJson<'a> {
    parameters: Vec<ChangeJson<'a>>,
    load_line_sessions: Option<u64>,
    note: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<UnknownLine<'a>>,
}

#[derive(Serialize)]
struct UnknownLine<'a> {
    load_line_sessions: &'a str,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    parameter: &'a str,
    from: &'a str,
    to: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<UnknownPlace>,
}

#[derive(Serialize)]
struct UnknownPlace {
    file: &'static str,
    line: &'static str,
}

impl<'a> DraftJson<'a> {
    fn of(draft: &'a Draft) -> Self {
        let line = &draft.load_line_sessions;
        Self {
            parameters: draft.changes.iter().map(ChangeJson::of).collect(),
            load_line_sessions: line.get().copied(),
            note: &draft.note,
            unknown: line
                .why()
                .map(|load_line_sessions| UnknownLine { load_line_sessions }),
        }
    }
}

impl<'a> ChangeJson<'a> {
    fn of(change: &'a DraftChange) -> Self {
        const WHY: &str = "no file that was given sets it";
        let place = change.place.as_ref();
        Self {
            parameter: &change.parameter,
            from: &change.from,
            to: &change.to,
            file: place.map(|place| place.file.as_str()),
            line: place.map(|place| place.line),
            effect: change.effect.as_str(),
            unknown: place.is_none().then_some(UnknownPlace {
                file: WHY,
                line: WHY,
            }),
        }
    }
}

#[derive(Serialize)]
struct CallJson<'a> {
    layer: &'static str,
    contact: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<UnknownContact<'a>>,
}

#[derive(Serialize)]
struct UnknownContact<'a> {
    contact: &'a str,
}

impl<'a> CallJson<'a> {
    fn of(call: &'a Call) -> Self {
        let (contact, unknown) = match &call.contact {
            Known::Known(contact, _) => (Some(contact.as_str()), None),
            Known::Unknown(why) => (None, Some(UnknownContact { contact: why })),
        };
        Self {
            layer: call.layer.as_str(),
            contact,
            unknown,
        }
    }
}

#[derive(Serialize)]
struct SpanJson {
    from: Option<String>,
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<UnknownSpan>,
}

#[derive(Serialize)]
struct UnknownSpan {
    from: &'static str,
    to: &'static str,
}

impl SpanJson {
    fn of(span: Option<(Timestamp, Timestamp)>) -> Self {
        const WHY: &str = "nothing that was read has a time";
        Self {
            from: span.map(|(from, _)| from.to_string()),
            to: span.map(|(_, to)| to.to_string()),
            unknown: span.is_none().then_some(UnknownSpan { from: WHY, to: WHY }),
        }
    }
}

#[derive(Serialize)]
struct CauseJson<'a> {
    class: &'static str,
    name: &'static str,
    layer: Option<&'static str>,
    score: f64,
    parameters: &'a [String],
    message: &'a str,
    evidence: Vec<LineJson<'a>>,
    against: &'a [String],
}

impl<'a> CauseJson<'a> {
    fn of(cause: &'a Cause) -> Self {
        Self {
            class: cause.class.as_str(),
            name: cause.name,
            layer: cause.layer.map(plimsoll_model::Layer::as_str),
            score: (cause.score * 1000.0).round() / 1000.0,
            parameters: &cause.parameters,
            message: &cause.message,
            evidence: lines(&cause.evidence),
            against: &cause.against,
        }
    }
}

#[derive(Serialize)]
struct LayerJson<'a> {
    layer: &'static str,
    verdict: &'static str,
    why: &'a str,
    evidence: Vec<LineJson<'a>>,
}

impl<'a> LayerJson<'a> {
    fn of(finding: &'a LayerFinding) -> Self {
        Self {
            layer: finding.layer.as_str(),
            verdict: finding.verdict.as_str(),
            why: &finding.why,
            evidence: lines(&finding.evidence),
        }
    }
}

#[derive(Serialize)]
struct LineJson<'a> {
    file: &'a str,
    line: u64,
    time: Option<String>,
    text: &'a str,
}

fn lines(lines: &[LogLine]) -> Vec<LineJson<'_>> {
    let json = lines.iter().map(|line| LineJson {
        file: &line.file,
        line: line.line,
        time: line.at.map(|at| at.to_string()),
        text: &line.text,
    });
    json.collect()
}

#[derive(Serialize)]
struct ReadJson<'a> {
    file: &'a str,
    format: Option<&'static str>,
    lines: u64,
    from: Option<String>,
    to: Option<String>,
    remarks: &'a [String],
}

impl<'a> ReadJson<'a> {
    fn of(read: &'a LogRead) -> Self {
        Self {
            file: &read.file,
            format: read.format,
            lines: read.lines,
            from: read.span.map(|(from, _)| from.to_string()),
            to: read.span.map(|(_, to)| to.to_string()),
            remarks: &read.remarks,
        }
    }
}
