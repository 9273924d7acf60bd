//! Entries that fall into fields, JSON and CSV: each field is redacted by itself,
//! and the entry stays of its form.

use plimsoll_model::secret::{self, MASK};
use serde_json::{Map, Value};

use super::{literals, parts};

/// Fields that hold a statement and nothing else, in the names of servers and of
/// the usual libraries.
const STATEMENTS: [&str; 7] = [
    "statement",
    "query",
    "internal_query",
    "sql",
    "sql_text",
    "db.statement",
    "normalized_query",
];

/// How documents call a name and its value that stand side by side: variables of a
/// container, tags, parameters of Amazon RDS.
const PAIRS: [(&str, &str); 4] = [
    ("name", "value"),
    ("key", "value"),
    ("Key", "Value"),
    ("ParameterName", "ParameterValue"),
];

/// The csvlog's columns with statements, from 0: `internal_query` and `query`.
const STATEMENT_COLUMNS: [usize; 2] = [16, 19];

/// How the format of a csvlog is called.
const CSVLOG: &str = "PostgreSQL, csvlog";

/// How deep an object is looked into; deeper is nothing that a log writes.
const DEPTH_MAX: usize = 32;

/// The objects of an entry, pretty or a line each; none where it is something else.
/// Behind an object of a list stand a comma and the list's own end.
pub(super) fn json(entry: &str) -> Option<String> {
    let mut objects = serde_json::Deserializer::from_str(entry).into_iter::<Map<String, Value>>();
    let (mut shown, mut end) = (Vec::new(), 0);
    while let Some(Ok(object)) = objects.next() {
        let mut value = Value::Object(object);
        value_redacted(&mut value, 0);
        let text = &entry[end..objects.byte_offset()];
        end = objects.byte_offset();
        shown.push(like(text, &value));
    }
    let rest = &entry[end..];
    let is_end = rest.trim_start_matches([',', ']', '}', ' ', '\n', '\r']);
    // A text as it may stand behind a list in `kubectl`'s output.
    let is_end = is_end.is_empty() || is_end.starts_with("\"kind\": \"List\"");
    (!shown.is_empty() && is_end).then(|| shown.join("\n") + &secret::mask(rest))
}

/// A value in the form of the text that it was read from.
fn like(text: &str, value: &Value) -> String {
    let text = text.trim_start_matches(['\n', '\r']);
    let blanks = &text[..text.len() - text.trim_start().len()];
    if !text.trim().contains('\n') {
        return format!("{blanks}{value}");
    }
    let pretty = format!("{value:#}");
    let lines: Vec<String> = pretty.lines().map(|it| format!("{blanks}{it}")).collect();
    lines.join("\n")
}

/// An object or a list, its texts redacted in place.
fn value_redacted(value: &mut Value, depth: usize) {
    match value {
        _ if depth > DEPTH_MAX => *value = Value::from(MASK),
        Value::Object(object) => {
            pairs(object);
            for (name, value) in object {
                named(name, value, depth);
            }
        }
        Value::Array(values) => {
            words(values);
            for value in values {
                value_redacted(value, depth + 1);
            }
        }
        Value::String(text) => *text = parts::text(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A list of texts alone may be a command, word by word: a word before another says
/// that the other is a secret. From where a secret begins its word goes to its end,
/// for a word may hold blanks, which end a secret in a line.
fn words(values: &mut [Value]) {
    let texts = values.iter().map(Value::as_str);
    let Some(texts) = texts.collect::<Option<Vec<&str>>>() else {
        return;
    };
    let secrets = secret::secrets(&texts.join(" "));
    let mut end = 0;
    for value in values {
        let Value::String(text) = value else { continue };
        let start = end;
        end = start + text.len() + 1;
        let mut within = secrets
            .iter()
            .filter(|it| it.start + 1 < end && it.end > start);
        if let Some(first) = within.next() {
            text.truncate(first.start.saturating_sub(start));
            text.push_str(MASK);
        }
    }
}

/// An object that is a name and its value: the name says whether that is a secret.
fn pairs(object: &mut Map<String, Value>) {
    for (name, value) in PAIRS {
        let of = object.get(name).and_then(Value::as_str);
        if of.is_some_and(secret::is_secret)
            && let Some(value) = object.get_mut(value)
        {
            *value = Value::from(MASK);
        }
    }
}

fn named(name: &str, value: &mut Value, depth: usize) {
    let is_statement = STATEMENTS.contains(&name.to_ascii_lowercase().as_str());
    match value {
        // A switch or a size tells nothing of a secret that is named so.
        Value::String(_) if secret::is_secret(name) => *value = Value::from(MASK),
        Value::String(text) if is_statement => *text = literals::taken_out(text),
        // A journal writes a text as its bytes where it is no UTF-8.
        Value::Array(bytes) if name == "MESSAGE" => {
            let bytes = bytes.iter().filter_map(Value::as_u64);
            let bytes: Vec<u8> = bytes.filter_map(|byte| byte.try_into().ok()).collect();
            *value = Value::from(parts::text(&String::from_utf8_lossy(&bytes)));
        }
        value => value_redacted(value, depth + 1),
    }
}

/// An entry of a csvlog; none where it is none.
pub(super) fn csv(entry: &str, format: &str) -> Option<String> {
    if format != CSVLOG {
        return None;
    }
    let mut shown = String::with_capacity(entry.len());
    let (mut rest, mut nth) = (entry, 0);
    loop {
        let (column, behind) = column(rest);
        let quoted = column.strip_prefix('"');
        let inner = quoted.map_or(column, |it| it.strip_suffix('"').unwrap_or(it));
        let plain = inner.replace("\"\"", "\"");
        let plain = if STATEMENT_COLUMNS.contains(&nth) {
            literals::taken_out(&plain)
        } else {
            parts::text(&plain)
        };
        match quoted {
            Some(_) => shown.extend(["\"", &plain.replace('"', "\"\""), "\""]),
            None => shown.push_str(&plain),
        }
        match behind.strip_prefix(',') {
            Some(next) => {
                shown.push(',');
                rest = next;
                nth += 1;
            }
            None => return Some(shown),
        }
    }
}

/// The first column with its quotes, and what stands behind it. A quote that is
/// doubled ends none.
fn column(text: &str) -> (&str, &str) {
    let mut is_within = false;
    let end = text.find(|c| {
        is_within ^= c == '"';
        c == ',' && !is_within
    });
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::{CSVLOG, csv, json};
    use proptest::prelude::*;

    #[test]
    fn json_keeps_its_form_and_loses_its_secrets() {
        let given = r#"{"timestamp":"2024-05-22 10:00:00 UTC","error_severity":"ERROR","message":"invalid input syntax for type integer: \"hunter2\"","statement":"CALL pay('hunter2')","record":{"detail":"Key (a)=(hunter2) already exists.","api_token":"hunter2","pid":7},"env":[{"name":"APP_SECRET","value":"hunter2"}]}"#;
        let shown = json(given).unwrap();
        assert!(!shown.contains("hunter2"), "{shown}");
        for kept in [
            "\"timestamp\":\"2024-05-22 10:00:00 UTC\"",
            "already exists.",
            "\"pid\":7",
            "\"CALL pay(?)\"",
        ] {
            assert!(shown.contains(kept), "{kept}: {shown}");
        }
        assert_eq!(json("{\"a\": 1}\nno object"), None);
    }

    #[test]
    fn a_command_that_is_a_list_of_words_loses_its_secrets() {
        let cases = [
            (
                r#"{"a":["mysqladmin","ping","-phunter2","-h","db"]}"#,
                r#"{"a":["mysqladmin","ping","-p[redacted]","-h","db"]}"#,
            ),
            (
                r#"{"a":["x","--password","hun hunter2","--port","1"]}"#,
                r#"{"a":["x","--password","[redacted]","--port","1"]}"#,
            ),
            (
                r#"{"a":["x","--password=hun hunter2","y"]}"#,
                r#"{"a":["x","--password=[redacted]","y"]}"#,
            ),
            (
                r#"{"a":["sshpass","-p","hunter2","scp"]}"#,
                r#"{"a":["sshpass","-p","[redacted]","scp"]}"#,
            ),
            (
                r#"{"a":["mysql","-p","shop","é",""]}"#,
                r#"{"a":["mysql","-p","shop","é",""]}"#,
            ),
            (
                r#"{"a":["--password",1,"x"]}"#,
                r#"{"a":["--password",1,"x"]}"#,
            ),
        ];
        for (given, shown) in cases {
            assert_eq!(json(given).as_deref(), Some(shown), "{given}");
        }
    }

    #[test]
    fn a_csvlog_keeps_its_columns() {
        let empty = ",".repeat(8);
        let given = format!(
            "2024-05-22 10:00:00 UTC,\"app\",\"shop\",431{empty}ERROR,22P02,\"bad: \"\"hunter2\"\"\",,,,,,\"CALL pay('hunter2', \"\"x\"\")\",,,\"psql\""
        );
        let shown = csv(&given, CSVLOG).unwrap();
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(shown.matches(',').count(), given.matches(',').count());
        assert!(shown.contains("\"bad: \"\"?\"\"\""), "{shown}");
        assert!(shown.contains("\"CALL pay(?, ?)\""), "{shown}");
    }

    proptest! {
        #[test]
        fn nothing_is_too_strange(text in "[\",a\\n{}:\\[\\]é]{0,40}") {
            let _shown = (csv(&text, CSVLOG), json(&text));
        }
    }
}
