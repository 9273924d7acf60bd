//! The dump that a read-only script wrote where nothing may be installed: JSON
//! lines in, a snapshot out.
//!
//! ```text
//! {"schema":"plimsoll.dump/1","engine":"postgresql"}
//! {"q":"settings","r":{"name":"work_mem","setting":"4096"}}
//! {"q":"settings","end":true}
//! ```
//!
//! `{"q":"slots","gap":"permission denied"}` is a question that was refused; one
//! whose end is missing was refused without a word, or cut off: a gap, not an
//! answer. What a client writes between the lines is passed over.

use std::collections::BTreeMap;

use plimsoll_model::{Answer, Engine, Fork, Gap, Snapshot, Version};
use serde_json::{Map, Value};

/// The schema of the first line.
pub const SCHEMA: &str = "plimsoll.dump/1";

/// Rows kept of one question.
pub const ROWS_MAX: usize = 100_000;

/// Why a dump is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDump {
    /// No line says that it is one.
    NoHead,
    /// It is one of another schema.
    OtherSchema(String),
    /// The server's version is not in it: the script did not get that far.
    NoVersion,
}

impl std::fmt::Display for NoDump {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoHead => write!(
                out,
                "no line says {SCHEMA}, so this is not what the script of `plimsoll audit --script` writes"
            ),
            Self::OtherSchema(schema) => write!(
                out,
                "it is a {schema}, and this Plimsoll reads {SCHEMA}; run the script of this Plimsoll"
            ),
            Self::NoVersion => out.write_str(
                "the server's version is not in it: the script ended before its first answer; look at what the client said",
            ),
        }
    }
}

/// Whether a file is a dump, by its first line that is JSON.
pub fn is_dump(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    text.lines().any(|line| line.contains("\"plimsoll.dump/"))
}

/// Reads a dump.
///
/// # Errors
/// It is none.
pub fn read(bytes: &[u8]) -> Result<Snapshot, NoDump> {
    let mut head = None;
    let mut open: BTreeMap<String, Answer> = BTreeMap::new();
    let mut answers = BTreeMap::new();
    let mut gaps: Vec<Gap> = Vec::new();
    for line in String::from_utf8_lossy(bytes).lines() {
        let Ok(Value::Object(line)) = serde_json::from_str(line.trim()) else {
            continue;
        };
        if let Some(schema) = line.get("schema").and_then(Value::as_str) {
            head = Some(engine(schema, &line)?);
        }
        let Some(question) = line.get("q").and_then(Value::as_str) else {
            continue;
        };
        if let Some(Value::Object(row)) = line.get("r") {
            add(open.entry(question.to_owned()).or_default(), row);
        }
        if let Some(why) = line.get("gap").and_then(Value::as_str) {
            open.remove(question);
            gaps.push(gap(question, why));
        }
        if line.get("end") == Some(&Value::Bool(true)) {
            let answer = open.remove(question).unwrap_or_default();
            answers.insert(question.to_owned(), answer);
        }
    }
    let cut = open.into_keys();
    gaps.extend(cut.map(|what| gap(&what, "the dump ends before its last row")));
    snapshot(head.ok_or(NoDump::NoHead)?, answers, gaps)
}

fn gap(what: &str, why: &str) -> Gap {
    Gap {
        what: what.to_owned(),
        why: why.to_owned(),
        grant: None,
    }
}

fn engine(schema: &str, line: &Map<String, Value>) -> Result<Engine, NoDump> {
    if schema != SCHEMA {
        return Err(NoDump::OtherSchema(schema.to_owned()));
    }
    let name = line.get("engine").and_then(Value::as_str);
    name.and_then(Engine::parse).ok_or(NoDump::NoHead)
}

fn add(answer: &mut Answer, row: &Map<String, Value>) {
    if answer.rows.len() == ROWS_MAX {
        answer.is_cut = true;
        return;
    }
    for name in row.keys() {
        if !answer.columns.contains(name) {
            answer.columns.push(name.clone());
        }
    }
    let value = |name: &String| match row.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    answer.rows.push(answer.columns.iter().map(value).collect());
}

/// The engine as the server's own version tells it: one script asks `MySQL` and
/// `MariaDB`.
fn snapshot(
    head: Engine,
    answers: BTreeMap<String, Answer>,
    gaps: Vec<Gap>,
) -> Result<Snapshot, NoDump> {
    let identity = answers.get("identity").and_then(|it| it.rows().next());
    let text = |column| {
        identity
            .and_then(|row| row.text(column))
            .unwrap_or_default()
    };
    let version_text = text("version").to_owned();
    let version = Version::parse(&version_text).ok_or(NoDump::NoVersion)?;
    let engine = match head {
        Engine::Mysql | Engine::Mariadb if version_text.contains("MariaDB") => Engine::Mariadb,
        other => other,
    };
    let fork = Fork::of(&format!("{version_text} {}", text("version_comment")));
    Ok(Snapshot {
        engine,
        version,
        fork,
        version_text,
        gaps,
        answers,
    })
}

#[cfg(test)]
mod tests {
    use super::{NoDump, is_dump, read};
    use plimsoll_model::{Engine, Version};

    const DUMP: &str = r#"BEGIN
{"schema":"plimsoll.dump/1","engine":"mysql"}
{"q":"identity","r":{"version":"10.11.6-MariaDB","version_comment":"Debian"}}
{"q":"identity","end":true}
{"q":"slots","end":true}
{"q":"replica","gap":"access denied"}
{"q":"settings","r":{"name":"sort_buffer_size","value":262144}}
{"q":"settings","r":{"name":"broken"#;

    #[test]
    fn an_answer_counts_when_its_end_is_there() {
        let snapshot = read(DUMP.as_bytes()).expect("a dump");
        assert_eq!(snapshot.engine, Engine::Mariadb);
        assert_eq!(snapshot.version, Version::parse("10.11.6").expect("one"));
        assert!(snapshot.has("slots") && !snapshot.has("settings"));
        let gaps: Vec<_> = snapshot.gaps.iter().map(|gap| gap.what.as_str()).collect();
        assert_eq!(gaps, ["replica", "settings"]);
    }

    #[test]
    fn what_is_no_dump_says_why() {
        assert_eq!(read(b"work_mem = 4MB\n"), Err(NoDump::NoHead));
        let other = DUMP.replace("dump/1", "dump/2");
        assert_eq!(
            read(other.as_bytes()),
            Err(NoDump::OtherSchema("plimsoll.dump/2".to_owned()))
        );
        let short = r#"{"schema":"plimsoll.dump/1","engine":"postgresql"}"#;
        assert_eq!(read(short.as_bytes()), Err(NoDump::NoVersion));
        assert!(is_dump(DUMP.as_bytes()) && !is_dump(b"\xff\x00"));
    }
}
