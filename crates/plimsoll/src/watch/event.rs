//! Events as somebody tells them: one JSON object of `plimsoll.event/1`, every mistake
//! in it said at once.

use jiff::Timestamp;
use plimsoll_conf::document::{self, Fields, Node};
use plimsoll_model::{Event, EventKind, ProblemKind};

use super::kept::happening;

/// Bytes of one event; a longer one is none.
pub(super) const BYTES_MAX: usize = 16 << 10;

const SCHEMA: &str = "plimsoll.event/1";

/// Reads one.
///
/// # Errors
/// Every mistake, a line each.
pub(super) fn read(bytes: &[u8]) -> Result<Event, Vec<String>> {
    let root = document::parse("event.json", bytes).map_err(|problem| vec![problem.message])?;
    let mut problems = Vec::new();
    let event = Fields::of(&root, "an event", &mut problems).and_then(|fields| one(fields, &root));
    match event {
        // What no history takes is refused while its sender can mend it.
        Some(event) if problems.is_empty() => {
            let happening = happening(&event).map_err(|why| vec![why]);
            happening.map(|_| event)
        }
        _ => Err(problems
            .into_iter()
            .map(|problem| problem.message)
            .collect()),
    }
}

fn one(mut fields: Fields<'_, '_>, root: &Node) -> Option<Event> {
    let schema = text(&mut fields, "schema", root);
    if let Some(other) = schema.filter(|schema| schema != SCHEMA) {
        let message = format!("schema is \"{other}\": this reads {SCHEMA}");
        fields.say(&root.place, ProblemKind::BadValue, message);
    }
    let time = text(&mut fields, "time", root);
    let at = time.and_then(|time| moment(&mut fields, &time, root));
    let kind = text(&mut fields, "kind", root);
    let target = text(&mut fields, "target", root);
    let message = text(&mut fields, "message", root);
    let actor = fields.text("actor").map(|(text, _)| text.to_owned());
    let reference = fields.text("ref").map(|(text, _)| text.to_owned());
    fields.finish();
    Some(Event {
        at: at?,
        kind: EventKind::from_word(&kind?),
        target: target?,
        message: message?,
        actor,
        reference,
    })
}

fn text(fields: &mut Fields<'_, '_>, name: &'static str, root: &Node) -> Option<String> {
    let is_there = fields.first_of(&[name]).is_some();
    let text = fields.text(name).map(|(text, _)| text.to_owned());
    if !is_there {
        let message = format!("it needs `{name}`");
        fields.say(&root.place, ProblemKind::BadValue, message);
    }
    text
}

fn moment(fields: &mut Fields<'_, '_>, text: &str, root: &Node) -> Option<Timestamp> {
    let moment = text.parse().ok();
    if moment.is_none() {
        let message = "`time` is no moment: give one like 2026-11-26T09:12:44Z".to_owned();
        fields.say(&root.place, ProblemKind::BadValue, message);
    }
    moment
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_event_that_no_history_takes_is_refused() {
        let told = |time: &str, kind: &str, message: &str| {
            let text = format!(
                r#"{{"schema": "plimsoll.event/1", "time": "{time}", "kind": "{kind}", "target": "*", "message": "{message}"}}"#
            );
            read(text.as_bytes())
                .map(drop)
                .map_err(|why| why.join("\n"))
        };
        let now = "2026-11-26T09:12:44Z";
        let refused = |time, kind: &str, message| told(time, kind, message).unwrap_err();
        assert_eq!(refused(now, "", "4.2"), "an event's kind is empty");
        assert!(refused(now, &"x".repeat(801), "4.2").contains("801 bytes, and at most 800"));
        assert!(refused(now, "a\\u0000b", "4.2").contains("a character of code 0"));
        assert!(refused(now, "deploy", "\\u0000").contains("a character of code 0"));
        assert!(refused("-000005-01-01T00:00:00Z", "deploy", "4.2").contains("is no time"));
        assert_eq!(told(now, &"x".repeat(800), "4.2"), Ok(()));
    }

    #[test]
    fn an_event_is_read_and_every_mistake_of_one_is_said() {
        let whole = br#"{"schema": "plimsoll.event/1", "time": "2026-11-26T09:12:44Z", "kind": "deploy", "target": "shop", "message": "4.2", "actor": null, "ref": "a1b2"}"#;
        let event = read(whole).unwrap();
        assert_eq!((event.target.as_str(), event.actor), ("shop", None));
        let bad = br#"{"schema": "plimsoll.event/2", "time": "soon", "kind": 1, "massage": "4.2"}"#;
        expect_test::expect![[r#"
            schema is "plimsoll.event/2": this reads plimsoll.event/1
            `time` is no moment: give one like 2026-11-26T09:12:44Z
            kind must be a text in quotes, not a whole number
            it needs `target`
            it needs `message`
            an event has no field `massage`; did you mean `message`?"#]]
        .assert_eq(&read(bad).unwrap_err().join("\n"));
        for none in [&b""[..], b"[]", b"{", b"\xff", b"{\"schema\": {}}"] {
            assert!(read(none).is_err());
        }
    }
}
