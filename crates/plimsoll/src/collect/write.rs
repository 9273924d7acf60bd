//! A bundle's file: a tar packed with gzip, the manifest first. Written beside its
//! place and renamed, whole or not at all; nobody but its owner may read it, and
//! nothing that is there is written over.

use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use plimsoll_model::Bundle;
use plimsoll_report::json;
use tar::{Builder, EntryType, Header};
use tempfile::NamedTempFile;

use super::MANIFEST;
use crate::failure::Failure;
use crate::read::reason;

/// Writes it and tells how long the file is.
///
/// # Errors
/// One line: why there is none.
pub(crate) fn write(path: &Path, bundle: &Bundle, contents: &[Vec<u8>]) -> Result<u64, Failure> {
    written(path, bundle, contents).map_err(|error| {
        let why = reason(&error);
        let path = path.display();
        Failure::new(format_args!(
            "{path}: {why}; the bundle was not written: name a new file where there is room with --out"
        ))
    })
}

fn written(path: &Path, bundle: &Bundle, contents: &[Vec<u8>]) -> io::Result<u64> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    // Its owner alone may read it: that is how it is made.
    let file = NamedTempFile::new_in(folder)?;
    let packed = GzEncoder::new(BufWriter::new(file), Compression::default());
    let mut tar = Builder::new(packed);
    entry(
        &mut tar,
        MANIFEST,
        json::bundle(bundle).as_bytes(),
        bundle.collected_at,
    )?;
    for (file, bytes) in bundle.files.iter().zip(contents) {
        entry(&mut tar, &file.name, bytes, bundle.collected_at)?;
    }
    let mut buffer = tar.into_inner()?.finish()?;
    buffer.flush()?;
    let file = buffer
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    let bytes = file.as_file().metadata()?.len();
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(bytes)
}

fn entry(
    tar: &mut Builder<impl io::Write>,
    name: &str,
    bytes: &[u8],
    at: Timestamp,
) -> io::Result<()> {
    let mut header = Header::new_ustar();
    header.set_entry_type(EntryType::Regular);
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(at.as_second()).unwrap_or(0));
    tar.append_data(&mut header, name, bytes)
}
