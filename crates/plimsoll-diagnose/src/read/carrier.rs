//! What carries another program's lines: a container runtime's log, what `docker
//! logs` and `docker compose logs` print. Its frame is taken off line by line, so
//! that what is inside is read as if it stood alone; lines keep their numbers.
//! Knows no wording.

mod columns;

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::format::share;
use super::{formats, time};
use columns::Columns;

/// A few lines may be the carrier's own (`Attaching to db-1`).
const SHARE_MIN: f64 = 0.5;

/// Where every line has a time before the line's own, these many have both.
const OWN_TIMES_MIN: f64 = 0.2;

/// Longest name of a service that stands before its lines.
const NAME_BYTES_MAX: usize = 80;

/// Whose frame it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// `2024-05-22T10:00:00.123456789Z stderr F …`: containerd, CRI-O
    /// (kubernetes/pkg/kubelet/kuberuntime/logs).
    Cri,
    /// `{"log":"…\n","stream":"stderr","time":"…"}`: Docker's json-file
    /// (moby/daemon/logger/jsonfilelog).
    JsonFile,
    /// An object a line with the line among its fields: what clouds and shippers of logs
    /// export (Cloud SQL, Azure, `CloudWatch`, Fluent Bit).
    Exported,
    /// `db-1  | …`: docker compose; `[pod/db-0/db] …`: `kubectl logs --prefix`.
    Named,
    /// A time before the line's own: `docker logs -t`, Docker Desktop.
    Timed,
}

/// A log in frames, while they are taken off.
#[derive(Clone, Debug)]
pub(crate) enum Carrier {
    /// A frame around every line.
    Framed {
        /// Whose.
        frame: Frame,
        /// Parts of a line that were joined: their line feeds are made up behind it.
        joined: usize,
    },
    /// A column of a table.
    Table(Columns),
}

impl Carrier {
    /// Whether a file that begins like this is in frames.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let framed = || Frame::of(head).map(|frame| Self::Framed { frame, joined: 0 });
        Columns::of(head).map(Self::Table).or_else(framed)
    }

    /// Whether several programs' lines stand in the frames of a beginning, by their names.
    pub(crate) fn is_of_several(&self, head: &[u8]) -> bool {
        let Self::Framed {
            frame: Frame::Named,
            ..
        } = self
        else {
            return false;
        };
        let lines = head.split(|byte| *byte == b'\n');
        let mut names = lines.filter_map(|line| {
            let rest = named(line)?;
            Some(line[..line.len() - rest.len()].trim_ascii_end())
        });
        let first = names.next();
        names.any(|name| Some(name) != first)
    }

    /// What it is, for the reader.
    pub(crate) const fn remark(&self) -> &'static str {
        match self {
            Self::Framed { frame, .. } => frame.remark(),
            Self::Table(_) => "its lines stand in a column of a table (CSV)",
        }
    }

    /// Adds what stands in the frames of some lines to `inner`. What is in no frame
    /// is left as it is.
    pub(crate) fn take_off(&mut self, lines: &[u8], inner: &mut Vec<u8>) {
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            let bare = line.strip_suffix(b"\n").unwrap_or(line);
            match self {
                Self::Framed { frame, joined } => {
                    frame.take_off(bare, bare.len() < line.len(), joined, inner);
                }
                Self::Table(columns) => {
                    columns.take_off(bare, inner);
                    inner.extend(&line[bare.len()..]);
                }
            }
        }
    }
}

impl Frame {
    /// The frame of a file that begins like this.
    fn of(head: &[u8]) -> Option<Self> {
        let is_in = |frame: Frame| share(head, |line| inside(frame, line).is_some()) >= SHARE_MIN;
        let has_own_time = |line: &[u8]| {
            inside(Frame::Timed, line).is_some_and(|part| time::figures(&part.text).is_some())
        };
        let frame = [Frame::Cri, Frame::JsonFile, Frame::Named]
            .into_iter()
            .find(|frame| is_in(*frame));
        let timed = || {
            let is = share(head, has_own_time) >= OWN_TIMES_MIN && is_in(Frame::Timed);
            is.then_some(Frame::Timed)
        };
        let is_database = |line: &[u8]| {
            inside(Frame::Exported, line).is_some_and(|part| formats::is_of_database(&part.text))
        };
        let exported = || (share(head, is_database) >= SHARE_MIN).then_some(Frame::Exported);
        frame.or_else(exported).or_else(timed)
    }

    const fn remark(self) -> &'static str {
        match self {
            Frame::Cri => "its lines stand in a container runtime's log (CRI)",
            Frame::JsonFile => "its lines stand in Docker's json-file log",
            Frame::Exported => "its lines stand in the objects of an export",
            Frame::Named => "its lines stand behind the names of what wrote them",
            Frame::Timed => "its lines stand behind a second time",
        }
    }

    /// Adds what stands in the frame of a line, which is given without its line feed.
    fn take_off(self, bare: &[u8], has_feed: bool, joined: &mut usize, inner: &mut Vec<u8>) {
        let (text, goes_on) = match inside(self, bare) {
            Some(part) => (part.text, part.goes_on),
            None => (Cow::Borrowed(bare), false),
        };
        inner.extend_from_slice(&text);
        if goes_on {
            *joined += 1;
        } else {
            let feeds = *joined + usize::from(has_feed);
            inner.extend(std::iter::repeat_n(b'\n', feeds));
            *joined = 0;
        }
    }
}

/// What stands in a frame.
struct Part<'a> {
    text: Cow<'a, [u8]>,
    /// The next frame holds more of the same line.
    goes_on: bool,
}

/// The line in a frame, without its line feed.
fn inside(frame: Frame, line: &[u8]) -> Option<Part<'_>> {
    let whole = |text| Part {
        text: Cow::Borrowed(text),
        goes_on: false,
    };
    match frame {
        Frame::Cri => cri(line),
        Frame::JsonFile => json_file(line),
        Frame::Exported => exported(line),
        Frame::Named => named(line).map(whole),
        Frame::Timed => {
            let (_, bytes) = time::iso(line)?;
            line[bytes..].strip_prefix(b" ").map(whole)
        }
    }
}

fn cri(line: &[u8]) -> Option<Part<'_>> {
    let (_, bytes) = time::iso(line)?;
    let rest = line[bytes..].strip_prefix(b" std")?;
    let rest = rest
        .strip_prefix(b"out ")
        .or_else(|| rest.strip_prefix(b"err "))?;
    let (tag, text) = rest.split_first()?;
    // An empty line may end behind its tag.
    let text = match text {
        [] => text,
        [b' ', text @ ..] => text,
        _ => return None,
    };
    matches!(tag, b'F' | b'P').then_some(Part {
        text: Cow::Borrowed(text),
        goes_on: *tag == b'P',
    })
}

fn json_file(line: &[u8]) -> Option<Part<'_>> {
    if !line.starts_with(b"{\"log\":") {
        return None;
    }
    let told: Map<String, Value> = serde_json::from_slice(line).ok()?;
    told.get("stream")?;
    let log = told.get("log")?.as_str()?;
    Some(Part {
        text: Cow::Owned(log.trim_end_matches('\n').as_bytes().to_vec()),
        goes_on: !log.ends_with('\n'),
    })
}

/// The line stands in a field of the object, or in one of its `properties`.
fn exported(line: &[u8]) -> Option<Part<'_>> {
    const FIELDS: [&str; 4] = ["textPayload", "message", "log", "line"];
    if !line.starts_with(b"{") {
        return None;
    }
    let told: Map<String, Value> = serde_json::from_slice(line).ok()?;
    let properties = told.get("properties").and_then(Value::as_object);
    let mut objects = [Some(&told), properties].into_iter().flatten();
    let text = objects.find_map(|it| FIELDS.iter().find_map(|key| it.get(*key)?.as_str()))?;
    // An export has a line for an entry: its further lines may not get numbers of their own.
    let text = text.trim_end_matches('\n').replace('\n', " ");
    Some(Part {
        text: Cow::Owned(text.into_bytes()),
        goes_on: false,
    })
}

fn named(line: &[u8]) -> Option<&[u8]> {
    let head = &line[..line.len().min(NAME_BYTES_MAX)];
    if head.starts_with(b"[pod/") {
        let end = memchr::memchr(b']', head)?;
        return line[end + 1..].strip_prefix(b" ");
    }
    let bar = memchr::memchr(b'|', head)?;
    let name = head[..bar].trim_ascii_end();
    // The longest name may fill its column; a text with a bar seldom ends like a replica's.
    let replica = name.iter().rposition(|byte| b"-_".contains(byte));
    let is_replica = replica.is_some_and(|at| {
        let number = &name[at + 1..];
        !number.is_empty() && number.iter().all(u8::is_ascii_digit)
    });
    let is_apart = name.len() < bar || is_replica;
    let is_name = is_apart
        && name.first().is_some_and(u8::is_ascii_alphabetic)
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(byte));
    let rest = &line[bar + 1..];
    is_name.then(|| rest.strip_prefix(b" ").unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::Carrier;

    fn taken_off(text: &str) -> Option<String> {
        let mut carrier = Carrier::of(text.as_bytes())?;
        let mut inner = Vec::new();
        carrier.take_off(text.as_bytes(), &mut inner);
        Some(String::from_utf8(inner).unwrap())
    }

    #[test]
    fn frames_are_taken_off() {
        for (framed, inner) in [
            (
                "2024-05-22T10:00:00.123456789Z stderr F LOG:  a\n2024-05-22T10:00:00.2Z stdout F\n",
                "LOG:  a\n\n",
            ),
            (
                "{\"log\":\"a \\\"b\\\"\\n\",\"stream\":\"stderr\",\"time\":\"2024-05-22T10:00:00Z\"}\n",
                "a \"b\"\n",
            ),
            (
                "Attaching to db-1\ndb-1   | a\ndb-1   | \n",
                "Attaching to db-1\na\n\n",
            ),
            ("db-1        | a\nwatchtower-1| b\n", "a\nb\n"),
            (
                "{\"insertId\":\"a1\",\"textPayload\":\"2024-05-22 10:00:00.1 UTC [8]: [1-1] db=a,user=b FATAL:  a\"}\n",
                "2024-05-22 10:00:00.1 UTC [8]: [1-1] db=a,user=b FATAL:  a\n",
            ),
            (
                "{\"category\": \"PostgreSQLLogs\", \"properties\": {\"message\": \"2024-05-22 10:00:00 UTC-66.1-FATAL:  a\"}}\n",
                "2024-05-22 10:00:00 UTC-66.1-FATAL:  a\n",
            ),
            (
                "{\"timestamp\":1,\"message\":\"2024-05-22T10:00:00.1Z 31 [ERROR] [MY-012144] [InnoDB] a\"}\n",
                "2024-05-22T10:00:00.1Z 31 [ERROR] [MY-012144] [InnoDB] a\n",
            ),
            ("[pod/db-0/db] a\n", "a\n"),
            (
                "2024-05-22T10:00:00.1Z 2024-05-22 10:00:00 0 [Note] a\n2024-05-22T10:00:00.2Z b\n",
                "2024-05-22 10:00:00 0 [Note] a\nb\n",
            ),
        ] {
            assert_eq!(taken_off(framed).as_deref(), Some(inner));
        }
    }

    #[test]
    fn a_line_in_parts_is_joined_and_those_behind_it_keep_their_numbers() {
        let framed = "2024-05-22T10:00:00.1Z stderr P a\n2024-05-22T10:00:00.1Z stderr P b\n2024-05-22T10:00:00.1Z stderr F c\n2024-05-22T10:00:00.1Z stderr F d\n";
        assert_eq!(taken_off(framed).as_deref(), Some("abc\n\n\nd\n"));
    }

    #[test]
    fn logs_that_look_alike_are_in_no_frame() {
        for text in [
            "2024-05-22 10:00:00.123 UTC [1] LOG:  a\n",
            "2024-05-22T10:00:00Z INFO stderr F a\n",
            "431 | LOG:  a\n",
            " id | name\n----+------\n  1 | a\n",
            "{\"time\":\"2024-05-22T10:00:00Z\",\"log\":\"a\"}\n",
            "{\"time\":\"2024-05-22T10:00:00Z\",\"message\":\"query failed: FATAL:  a\"}\n",
            "2024-05-22T10:00:00Z db1 postgres[1]: 2024-05-22 10:00:00 UTC LOG:  a\n",
        ] {
            assert_eq!(taken_off(text), None, "{text}");
        }
    }
}
