//! `plimsoll.bundle/1`: the manifest of a bundle, written and read again. What is
//! read is a stranger's: it is held against the schema and believed no further.

use jiff::Timestamp;
use plimsoll_model::{Bundle, BundleFile, BundleGap, BundleKind, BundleOf};
use serde::{Deserialize, Serialize};

use super::written;

const SCHEMA: &str = "plimsoll.bundle/1";

/// The manifest's text.
pub fn bundle(bundle: &Bundle) -> String {
    let (from, to) = bundle.window;
    written(&BundleJson {
        schema: SCHEMA.to_owned(),
        collected_at: bundle.collected_at.to_string(),
        of: bundle.of.as_str().to_owned(),
        subject: bundle.subject.clone(),
        window: WindowJson {
            from: from.to_string(),
            to: to.to_string(),
        },
        files: bundle.files.iter().map(FileJson::of).collect(),
        gaps: bundle.gaps.iter().map(GapJson::of).collect(),
    })
}

/// The manifest that a text is.
///
/// # Errors
/// What in it is not as the schema says.
pub fn read_bundle(text: &str) -> Result<Bundle, String> {
    let json: BundleJson = serde_json::from_str(text)
        .map_err(|error| format!("its manifest cannot be read: {error}"))?;
    if json.schema != SCHEMA {
        return Err(format!(
            "its manifest is of schema {}, and {SCHEMA} is what is read here",
            json.schema
        ));
    }
    let of = BundleOf::ALL
        .into_iter()
        .find(|of| of.as_str() == json.of)
        .ok_or_else(|| {
            format!(
                "its manifest is of `{}`: host, k8s or rds was expected",
                json.of
            )
        })?;
    Ok(Bundle {
        collected_at: time(&json.collected_at)?,
        of,
        subject: json.subject,
        window: (time(&json.window.from)?, time(&json.window.to)?),
        files: json
            .files
            .into_iter()
            .map(FileJson::read)
            .collect::<Result<_, _>>()?,
        gaps: json.gaps.into_iter().map(GapJson::read).collect(),
    })
}

fn time(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| format!("its manifest has `{text}` where a time should be"))
}

#[derive(Serialize, Deserialize)]
struct BundleJson {
    schema: String,
    collected_at: String,
    of: String,
    subject: String,
    window: WindowJson,
    files: Vec<FileJson>,
    gaps: Vec<GapJson>,
}

#[derive(Serialize, Deserialize)]
struct WindowJson {
    from: String,
    to: String,
}

#[derive(Serialize, Deserialize)]
struct FileJson {
    name: String,
    kind: String,
    from: String,
    bytes: u64,
    redactions: u64,
    remarks: Vec<String>,
}

impl FileJson {
    fn of(file: &BundleFile) -> Self {
        Self {
            name: file.name.clone(),
            kind: file.kind.as_str().to_owned(),
            from: file.from.clone(),
            bytes: file.bytes,
            redactions: file.redactions,
            remarks: file.remarks.clone(),
        }
    }

    fn read(self) -> Result<BundleFile, String> {
        let kind = BundleKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == self.kind);
        let kind =
            kind.ok_or_else(|| format!("its manifest has a file of kind `{}`", self.kind))?;
        Ok(BundleFile {
            name: self.name,
            kind,
            from: self.from,
            bytes: self.bytes,
            redactions: self.redactions,
            remarks: self.remarks,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct GapJson {
    what: String,
    why: String,
}

impl GapJson {
    fn of(gap: &BundleGap) -> Self {
        Self {
            what: gap.what.clone(),
            why: gap.why.clone(),
        }
    }

    fn read(self) -> BundleGap {
        BundleGap {
            what: self.what,
            why: self.why,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{bundle, read_bundle};
    use plimsoll_model::{Bundle, BundleFile, BundleGap, BundleKind, BundleOf};

    fn sample() -> Bundle {
        let at = |text: &str| text.parse().expect("a time");
        Bundle {
            collected_at: at("2024-05-22T12:00:00Z"),
            of: BundleOf::Host,
            subject: "db1".to_owned(),
            window: (at("2024-05-22T10:00:00Z"), at("2024-05-22T12:00:00Z")),
            files: vec![BundleFile {
                name: "log/server.log".to_owned(),
                kind: BundleKind::Log,
                from: "/var/log/postgresql/server.log".to_owned(),
                bytes: 7,
                redactions: 1,
                remarks: vec!["cut".to_owned()],
            }],
            gaps: vec![BundleGap {
                what: "dmesg".to_owned(),
                why: "not allowed: needs root".to_owned(),
            }],
        }
    }

    #[test]
    fn a_manifest_comes_back_as_it_was_written() {
        let text = bundle(&sample());
        assert_eq!(read_bundle(&text), Ok(sample()));
        expect_test::expect![[r#"
            {
              "schema": "plimsoll.bundle/1",
              "collected_at": "2024-05-22T12:00:00Z",
              "of": "host",
              "subject": "db1",
              "window": {
                "from": "2024-05-22T10:00:00Z",
                "to": "2024-05-22T12:00:00Z"
              },
              "files": [
                {
                  "name": "log/server.log",
                  "kind": "log",
                  "from": "/var/log/postgresql/server.log",
                  "bytes": 7,
                  "redactions": 1,
                  "remarks": [
                    "cut"
                  ]
                }
              ],
              "gaps": [
                {
                  "what": "dmesg",
                  "why": "not allowed: needs root"
                }
              ]
            }
        "#]]
        .assert_eq(&text);
    }

    #[test]
    fn what_is_no_manifest_is_said_to_be_none() {
        let text = bundle(&sample());
        for (from, to) in [
            ("plimsoll.bundle/1", "plimsoll.bundle/9"),
            ("\"log\"", "\"exe\""),
            ("\"host\"", "\"moon\""),
            ("2024-05-22T12:00:00Z", "noon"),
            ("\"bytes\": 7", "\"bytes\": -7"),
        ] {
            let why = read_bundle(&text.replace(from, to)).unwrap_err();
            assert!(why.starts_with("its manifest"), "{why}");
        }
    }
}
