//! What was gathered becomes files of a bundle: each redacted before anything else
//! sees it, bounded by itself and together.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use jiff::Timestamp;
use plimsoll_conf::detect;
use plimsoll_diagnose::{Excerpt, Handed, Taken};
use plimsoll_live::read::collect::{Content, Gathered, Piece, Window};
use plimsoll_model::{Bundle, BundleFile, BundleGap, BundleKind, BundleOf};
use plimsoll_report::redact;

use super::FILES_MAX;
use crate::read::{each_block, reason, unpacked};

/// Bytes of one file of a bundle.
const FILE_BYTES_MAX: usize = 16 << 20;

/// Bytes of all of them.
const BUNDLE_BYTES_MAX: usize = 128 << 20;

/// Bytes of one log that are looked at: its last, or a packed one's first.
const LOOKED_AT_BYTES_MAX: u64 = 1 << 30;

/// Bytes of a configuration or of figures that are read.
const TEXT_BYTES_MAX: u64 = 1 << 20;

/// Letters of a file's name.
const NAME_LETTERS_MAX: usize = 72;

/// How configurations of servers end, whatever they are called.
const CONFIGURATIONS: [&str; 2] = ["conf", "cnf"];

/// Why a text is left out.
const NO_CONFIGURATION: &str =
    "left out: it is no configuration of a database server, and may hold secrets";

/// The window of what has none: a state, or a list that is short.
const ALWAYS: Window = (Timestamp::MIN, Timestamp::MAX);

/// A bundle while it is made.
pub(crate) struct Pack {
    bundle: Bundle,
    contents: Vec<Vec<u8>>,
    names: BTreeSet<String>,
    bytes: usize,
}

impl Pack {
    /// An empty one.
    pub(crate) fn new(
        of: BundleOf,
        subject: &str,
        collected_at: Timestamp,
        window: Window,
    ) -> Self {
        Self {
            bundle: Bundle {
                collected_at,
                of,
                subject: redact::text(subject),
                window,
                files: Vec::new(),
                gaps: Vec::new(),
            },
            contents: Vec::new(),
            names: BTreeSet::new(),
            bytes: 0,
        }
    }

    /// Redacts what was gathered and takes it in.
    pub(crate) fn add(&mut self, gathered: Gathered) {
        for gap in gathered.gaps {
            self.gap(&gap.what, &gap.why);
        }
        for piece in gathered.pieces {
            match self.taken(&piece) {
                Ok(taken) if taken.bytes.is_empty() => {}
                Ok(taken) => self.file(&piece, taken),
                Err(why) => self.gap(&piece.from, &why),
            }
        }
    }

    /// What it says of itself, and its files' bytes in that order.
    pub(crate) fn end(self) -> (Bundle, Vec<Vec<u8>>) {
        (self.bundle, self.contents)
    }

    fn gap(&mut self, what: &str, why: &str) {
        self.bundle.gaps.push(BundleGap {
            what: redact::text(what),
            why: redact::text(why),
        });
    }

    fn file(&mut self, piece: &Piece, taken: Taken) {
        self.bytes += taken.bytes.len();
        let name = self.name(piece);
        let remarks = piece.remarks.iter().cloned().chain(taken.remarks);
        self.bundle.files.push(BundleFile {
            name,
            kind: piece.kind,
            from: redact::text(&piece.from),
            bytes: taken.bytes.len() as u64,
            redactions: taken.redactions,
            remarks: remarks.collect(),
        });
        self.contents.push(taken.bytes);
    }

    fn taken(&self, piece: &Piece) -> Result<Taken, String> {
        let room = (BUNDLE_BYTES_MAX - self.bytes.min(BUNDLE_BYTES_MAX)).min(FILE_BYTES_MAX);
        if room == 0 || self.contents.len() == FILES_MAX {
            return Err("left out: the bundle is full; ask for a shorter time".to_owned());
        }
        let handed = match piece.kind {
            BundleKind::Kernel => Handed::Kernel,
            BundleKind::Log | BundleKind::Events | BundleKind::Config | BundleKind::Facts => {
                Handed::Log
            }
        };
        let is_log = matches!(piece.kind, BundleKind::Log | BundleKind::Kernel);
        let window = if is_log { self.bundle.window } else { ALWAYS };
        let mut excerpt = Excerpt::new(handed, window, room);
        match &piece.content {
            Content::Objects(text) => excerpt.push(text.as_bytes()),
            Content::Text(text) if is_log => excerpt.push(text),
            Content::File(path) if is_log => return log(path, excerpt),
            Content::Text(text) => {
                if piece.kind == BundleKind::Config && !is_configuration(&piece.name, text) {
                    return Err(NO_CONFIGURATION.to_owned());
                }
                return Ok(lines(text, room));
            }
            Content::File(path) => {
                let mut text = Vec::new();
                let file = File::open(path).map_err(|error| reason(&error))?;
                let read = file.take(TEXT_BYTES_MAX).read_to_end(&mut text);
                read.map_err(|error| reason(&error))?;
                return Ok(lines(&text, room));
            }
        }
        Ok(excerpt.end())
    }

    /// A name of its own in the folder of its kind, without what a name could do.
    fn name(&mut self, piece: &Piece) -> String {
        let may_be = |c: char| c.is_ascii_alphanumeric() || "._@-".contains(c);
        let plain = redact::text(piece.name.strip_suffix(".gz").unwrap_or(&piece.name));
        let letters = plain.chars().map(|c| if may_be(c) { c } else { '_' });
        let letters: String = letters.take(NAME_LETTERS_MAX).collect();
        let letters = letters.trim_start_matches('.');
        let base = format!("{}/{letters}", piece.kind.as_str());
        let names = (1..).map(|nth: u32| match nth {
            1 => base.clone(),
            nth => format!("{base}-{nth}"),
        });
        let name = names.into_iter().find(|name| !self.names.contains(name));
        let name = name.unwrap_or(base);
        self.names.insert(name.clone());
        name
    }
}

/// A log that may be longer than anyone wants to read to the end: its newest part.
fn log(path: &Path, mut excerpt: Excerpt) -> Result<Taken, String> {
    let failed = |error: io::Error| reason(&error);
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut remarks = Vec::new();
    if length > LOOKED_AT_BYTES_MAX {
        file.seek(SeekFrom::End(-(LOOKED_AT_BYTES_MAX as i64)))
            .map_err(failed)?;
        remarks.push(format!(
            "cut: its last {LOOKED_AT_BYTES_MAX} bytes were looked at"
        ));
    }
    let from = unpacked(file).map_err(failed)?.take(LOOKED_AT_BYTES_MAX);
    let (mut is_first, mut is_text) = (true, true);
    each_block(from, |block| {
        if std::mem::take(&mut is_first) {
            is_text = memchr::memchr(0, &block[..block.len().min(4096)]).is_none();
        }
        if is_text {
            excerpt.push(block);
        }
    })
    .map_err(failed)?;
    if !is_text {
        return Err("it is no text".to_owned());
    }
    let mut taken = excerpt.end();
    taken.remarks.extend(remarks);
    Ok(taken)
}

/// Whether a text is the configuration of a server. One that comes as a file was
/// named by another; one that comes as a text stood beside others that may be
/// anything: scripts with accounts in them, lists of users.
fn is_configuration(name: &str, text: &[u8]) -> bool {
    let path = Path::new(name);
    let end = path.extension().and_then(|end| end.to_str());
    end.is_some_and(|end| CONFIGURATIONS.contains(&end)) || detect(path, text).is_some()
}

/// A configuration or figures: a secret stands on a line behind its name.
fn lines(text: &[u8], bytes_max: usize) -> Taken {
    let mut taken = Taken::default();
    let text = String::from_utf8_lossy(text);
    for line in text.lines() {
        let shown = redact::line(line);
        if taken.bytes.len() + shown.len() >= bytes_max {
            taken
                .remarks
                .push(format!("cut: its first {bytes_max} bytes are kept"));
            break;
        }
        taken.redactions += u64::from(shown != line);
        taken.bytes.extend_from_slice(shown.as_bytes());
        taken.bytes.push(b'\n');
    }
    taken
}
