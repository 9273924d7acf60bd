//! What `kubectl get … -o json` prints: events, pods and lists of them, pretty or
//! an object a line. An entry is an object of a list, and may hold several
//! records: the states of a pod's containers.

mod describe;
mod event;
mod fields;
mod pod;

use serde_json::Value;

use crate::read::format::Format;
use crate::record::{Record, Speaker};
use fields::text;

pub(super) use describe::recognise as recognise_description;

/// One listing.
struct Kubernetes {
    /// Blanks before the objects of a pretty list; none where there is no list.
    indent: Option<usize>,
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let holds = |literal: &[u8]| memchr::memmem::find(head, literal).is_some();
    let is_object = head.trim_ascii_start().starts_with(b"{");
    let is_api = holds(b"\"apiVersion\"") && holds(b"\"kind\"");
    let is_known = holds(b"\"Event\"") || holds(b"\"Pod\"") || holds(b"\"List\"");
    (is_object && is_api && is_known).then(|| {
        Box::new(Kubernetes {
            indent: indent(head),
        }) as Box<dyn Format>
    })
}

/// How far the objects of a list stand from the margin.
fn indent(head: &[u8]) -> Option<usize> {
    const LITERAL: &[u8] = b"\"items\": [\n";
    let items = memchr::memmem::find(head, LITERAL)? + LITERAL.len();
    let blanks = head[items..].iter().take_while(|byte| **byte == b' ');
    Some(blanks.count())
}

impl Format for Kubernetes {
    fn name(&self) -> &'static str {
        "Kubernetes, JSON"
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, line: &[u8]) -> bool {
        let line = line.trim_ascii_end();
        let blanks = line.len() - line.trim_ascii_start().len();
        line.starts_with(b"{") || Some(blanks) == self.indent && &line[blanks..] == b"{"
    }

    fn parse<'a>(&self, _entry: &'a str) -> Option<Record<'a>> {
        None
    }

    fn records(&self, entry: &str, tell: &mut dyn FnMut(&Record<'_>)) -> bool {
        // Behind an object of a list stand a comma and, once, the list's own end.
        let mut values = serde_json::Deserializer::from_str(entry).into_iter::<Value>();
        match values.next() {
            Some(Ok(object)) => {
                object_told(&object, tell);
                true
            }
            // The beginning of a list.
            _ => self.indent.is_some() && entry.contains("\"items\""),
        }
    }
}

fn object_told(object: &Value, tell: &mut dyn FnMut(&Record<'_>)) {
    if let Some(items) = object.get("items").and_then(Value::as_array) {
        // A list lies in no list.
        for item in items {
            item_told(item, tell);
        }
    } else {
        item_told(object, tell);
    }
}

fn item_told(item: &Value, tell: &mut dyn FnMut(&Record<'_>)) {
    match text(item, &["kind"]) {
        Some("Event") => event::told(item, tell),
        Some("Pod") => pod::told(item, tell),
        _ => {}
    }
}
