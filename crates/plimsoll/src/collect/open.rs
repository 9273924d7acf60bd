//! A bundle that somebody brought: read through once, bounded, and never written
//! to the disk. Its paths are names to be shown and nothing else.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use plimsoll_diagnose::{Handed, Reading, Source};
use plimsoll_model::{Bundle, BundleKind};
use plimsoll_report::json;
use tar::{Archive, Entry, EntryType};

use super::{FILES_MAX, MANIFEST};
use crate::failure::Failure;
use crate::read::{each_block, reason};

/// Bytes that a bundle may unpack to; a small file may unpack to any number.
const UNPACKED_BYTES_MAX: u64 = 1 << 30;

/// Bytes of a configuration's file, or of figures, that are looked at.
const TEXT_BYTES_MAX: u64 = 1 << 20;

/// Bytes of all of them, which are held until they are weighed.
const TEXTS_BYTES_MAX: u64 = 32 << 20;

/// Bytes of a manifest.
const MANIFEST_BYTES_MAX: u64 = 4 << 20;

/// A bundle that was read.
pub(crate) struct Opened {
    /// What it says of itself.
    pub(crate) bundle: Bundle,
    /// What stands before the names of its files.
    within: String,
    /// Its logs, read.
    pub(crate) sources: Vec<Source>,
    /// The files of a configuration, and figures of its machine.
    pub(crate) configs: Vec<Text>,
    pub(crate) facts: Vec<Text>,
    /// Bytes of both, and how many files of them there was no room for.
    text_bytes: u64,
    left_out: usize,
    /// What of it could not be read.
    pub(crate) failures: Vec<Failure>,
}

/// A file of a bundle that is no log.
pub(crate) struct Text {
    /// Its name in the bundle.
    pub(crate) name: String,
    /// What it was on its machine.
    pub(crate) from: String,
    pub(crate) bytes: Vec<u8>,
}

/// Reads one to its end. Where it is one of several, its files are shown with its
/// name before theirs.
///
/// # Errors
/// One line: why it is no bundle.
pub(crate) fn open(path: &Path, is_one_of_several: bool) -> Result<Opened, Failure> {
    let within = if is_one_of_several {
        format!("{}:", path.display())
    } else {
        String::new()
    };
    let shown = path.display();
    let no_bundle = |why: String| {
        Failure::new(format_args!(
            "{shown}: {why}; give a file that plimsoll collect wrote"
        ))
    };
    let file = File::open(path).map_err(|error| no_bundle(reason(&error)))?;
    let unpacked = MultiGzDecoder::new(file).take(UNPACKED_BYTES_MAX);
    let mut archive = Archive::new(unpacked);
    // Raw: a long name or an extension that hangs on an entry is one more entry
    // that is passed over, and not something to be held.
    let entries = archive.entries().map(|entries| entries.raw(true));
    let mut entries = entries.map_err(|error| no_bundle(reason(&error)))?;
    let first = entries.next();
    let first = first.ok_or_else(|| no_bundle("it is empty".to_owned()))?;
    let bundle = first.map_err(|error| reason(&error)).and_then(manifest);
    let mut opened = Opened {
        bundle: bundle.map_err(no_bundle)?,
        within,
        sources: Vec::new(),
        configs: Vec::new(),
        facts: Vec::new(),
        text_bytes: 0,
        left_out: 0,
        failures: Vec::new(),
    };
    let mut seen = 0;
    for entry in entries.take(FILES_MAX) {
        let read = entry.and_then(|entry| opened.entry(entry));
        match read {
            Ok(is_known) => seen += usize::from(is_known),
            Err(error) => {
                let why = reason(&error);
                let line = format_args!(
                    "{shown}: {why}; it ends in the middle or was changed: bring it again"
                );
                opened.failures.push(Failure::new(line));
                return Ok(opened);
            }
        }
    }
    if opened.left_out > 0 {
        let (left_out, bytes) = (opened.left_out, TEXTS_BYTES_MAX >> 20);
        let line = format_args!(
            "{shown}: {left_out} files of its configurations and figures were not read: {bytes} MiB are; give the configuration with --config"
        );
        opened.failures.push(Failure::new(line));
    }
    if seen < opened.bundle.files.len() {
        let missing = opened.bundle.files.len() - seen;
        let line = format_args!(
            "{shown}: {missing} files that its manifest names are not in it: bring it again"
        );
        opened.failures.push(Failure::new(line));
    }
    Ok(opened)
}

fn manifest(entry: Entry<'_, impl Read>) -> Result<Bundle, String> {
    let is_it = name(&entry) == MANIFEST && entry.header().entry_type() == EntryType::Regular;
    if !is_it {
        return Err(format!("its first entry is not {MANIFEST}"));
    }
    let mut text = String::new();
    let read = entry.take(MANIFEST_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|error| reason(&error))?;
    json::read_bundle(&text)
}

impl Opened {
    /// Reads an entry that the manifest names; whether it was one. Links, folders
    /// and whatever else stands in a tar are none.
    fn entry(&mut self, entry: Entry<'_, impl Read>) -> io::Result<bool> {
        let name = name(&entry);
        let mut files = self.bundle.files.iter();
        let file = files.find(|file| file.name == name);
        let is_file = entry.header().entry_type() == EntryType::Regular;
        let Some(file) = file.filter(|_| is_file) else {
            return Ok(false);
        };
        let handed = match file.kind {
            BundleKind::Log | BundleKind::Events => Handed::Log,
            BundleKind::Kernel => Handed::Kernel,
            BundleKind::Config | BundleKind::Facts => {
                let (kind, from) = (file.kind, file.from.clone());
                return self.text(kind, from, entry);
            }
        };
        let size = entry.size();
        let (mut reading, mut bytes) = (Reading::new(&format!("{}{name}", self.within), handed), 0);
        each_block(entry, |block| {
            bytes += block.len() as u64;
            reading.push(block);
        })?;
        if bytes < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.sources.push(reading.end());
        Ok(true)
    }
}

impl Opened {
    fn text(
        &mut self,
        kind: BundleKind,
        from: String,
        entry: Entry<'_, impl Read>,
    ) -> io::Result<bool> {
        let (name, size) = (name(&entry), entry.size());
        if self.text_bytes + size.min(TEXT_BYTES_MAX) > TEXTS_BYTES_MAX {
            self.left_out += 1;
            return Ok(true);
        }
        let mut bytes = Vec::new();
        entry.take(TEXT_BYTES_MAX).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < size.min(TEXT_BYTES_MAX) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.text_bytes += bytes.len() as u64;
        let texts = match kind {
            BundleKind::Config => &mut self.configs,
            BundleKind::Facts | BundleKind::Log | BundleKind::Kernel | BundleKind::Events => {
                &mut self.facts
            }
        };
        texts.push(Text { name, from, bytes });
        Ok(true)
    }
}

fn name(entry: &Entry<'_, impl Read>) -> String {
    String::from_utf8_lossy(&entry.path_bytes()).into_owned()
}
