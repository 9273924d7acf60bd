//! `plimsoll.incidents/1`: what the daemon found of late, a line's worth each, and
//! an event as `plimsoll.event/1` has it.

use jiff::Timestamp;
use plimsoll_model::{Event, Incident};
use serde::{Deserialize, Serialize};

use super::written;

const SCHEMA: &str = "plimsoll.incidents/1";
const EVENT_SCHEMA: &str = "plimsoll.event/1";

/// An incident, in short; whole it is a `plimsoll.diagnosis/1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentStatus {
    /// What it is asked for by.
    pub id: String,
    /// The server.
    pub server: String,
    /// When the fall was noticed.
    pub time: String,
    /// The first cause; null: nothing stands out.
    pub cause: Option<String>,
    /// Its class.
    pub class: Option<String>,
    /// How likely it is.
    pub score: Option<f64>,
    /// Parameters to blame.
    pub parameters: Vec<String>,
    /// What happened and what mends it.
    pub message: Option<String>,
    /// Where it has to be mended.
    pub layer: Option<String>,
    /// Whom to call; null where nobody wrote it.
    pub contact: Option<String>,
}

impl IncidentStatus {
    /// An incident's first cause.
    pub fn of(id: &str, server: &str, at: Timestamp, incident: &Incident) -> Self {
        let first = incident.causes.first();
        let contact = incident.call.as_ref().and_then(|call| call.contact.get());
        Self {
            id: id.to_owned(),
            server: server.to_owned(),
            time: at.strftime("%FT%TZ").to_string(),
            cause: first.map(|it| it.name.to_owned()),
            class: first.map(|it| it.class.as_str().to_owned()),
            score: first.map(|it| (it.score * 100.0).round() / 100.0),
            parameters: first.map_or_else(Vec::new, |it| it.parameters.clone()),
            message: first.map(|it| it.message.clone()),
            layer: first
                .and_then(|it| it.layer)
                .map(|it| it.as_str().to_owned()),
            contact: contact.cloned(),
        }
    }

    /// In a line: what, how sure, what mends it, whom to call.
    pub fn line(&self) -> String {
        let (Some(cause), Some(score)) = (&self.cause, self.score) else {
            return "nothing that was read says why".to_owned();
        };
        let parameters = if self.parameters.is_empty() {
            String::new()
        } else {
            format!(": {}", self.parameters.join(", "))
        };
        let message = self.message.as_deref().unwrap_or_default();
        let call = self.contact.as_ref();
        let call = call.map_or_else(String::new, |call| format!("; call {call}"));
        format!("{cause}{parameters} ({score:.2}): {message}{call}")
    }
}

/// An incident's first cause in a line.
pub fn in_a_line(incident: &Incident) -> String {
    IncidentStatus::of("", "", Timestamp::UNIX_EPOCH, incident).line()
}

#[derive(Serialize)]
struct Incidents<'a> {
    schema: &'static str,
    incidents: &'a [IncidentStatus],
}

/// All of them, in the order given.
pub fn incidents(incidents: &[IncidentStatus]) -> String {
    written(&Incidents {
        schema: SCHEMA,
        incidents,
    })
}

#[derive(Serialize)]
struct EventJson<'a> {
    schema: &'static str,
    time: String,
    kind: &'a str,
    target: &'a str,
    message: &'a str,
    actor: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
}

/// An event, on one line.
pub fn event(event: &Event) -> String {
    let event = EventJson {
        schema: EVENT_SCHEMA,
        time: event.at.to_string(),
        kind: event.kind.as_str(),
        target: &event.target,
        message: &event.message,
        actor: event.actor.as_deref(),
        reference: event.reference.as_deref(),
    };
    serde_json::to_string(&event).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{IncidentStatus, in_a_line, incidents};
    use jiff::Timestamp;
    use plimsoll_model::{Cause, CauseClass, Incident, Layer};

    #[test]
    fn an_incident_is_told_in_a_line() {
        let cause = Cause {
            name: "work-mem-times-sessions",
            class: CauseClass::MemoryConfig,
            layer: Some(Layer::Database),
            score: 0.934,
            parameters: vec!["work_mem".to_owned()],
            message: "lower it".to_owned(),
            evidence: Vec::new(),
            against: Vec::new(),
        };
        let incident = Incident {
            causes: vec![cause],
            ..Incident::default()
        };
        let line = "work-mem-times-sessions: work_mem (0.93): lower it";
        assert_eq!(in_a_line(&incident), line);
        assert_eq!(
            in_a_line(&Incident::default()),
            "nothing that was read says why"
        );
        let status = IncidentStatus::of("a-1", "a", Timestamp::UNIX_EPOCH, &incident);
        expect_test::expect![[r#"
            {
              "schema": "plimsoll.incidents/1",
              "incidents": [
                {
                  "id": "a-1",
                  "server": "a",
                  "time": "1970-01-01T00:00:00Z",
                  "cause": "work-mem-times-sessions",
                  "class": "memory_config",
                  "score": 0.93,
                  "parameters": [
                    "work_mem"
                  ],
                  "message": "lower it",
                  "layer": "database",
                  "contact": null
                }
              ]
            }
        "#]]
        .assert_eq(&incidents(&[status]));
    }
}
