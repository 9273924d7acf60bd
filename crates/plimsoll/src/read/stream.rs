//! A file as it is read through, whatever its length: plain or packed with gzip.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

/// Bytes that are read at a time.
const BLOCK_BYTES: usize = 1 << 20;

/// What a compressed file begins with (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A file from its beginning; a compressed one is unpacked as it is read.
pub(crate) fn opened(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    unpacked(File::open(path)?)
}

/// What is read of a file from where it stands.
pub(crate) fn unpacked(mut file: File) -> io::Result<Box<dyn Read>> {
    let mut head = Vec::new();
    file.by_ref().take(2).read_to_end(&mut head)?;
    let is_gzip = head == GZIP;
    let whole = io::Cursor::new(head).chain(file);
    Ok(if is_gzip {
        Box::new(MultiGzDecoder::new(whole))
    } else {
        Box::new(whole)
    })
}

/// Hands on every block to the end.
pub(crate) fn each_block(mut from: impl Read, mut block: impl FnMut(&[u8])) -> io::Result<()> {
    let mut bytes = vec![0; BLOCK_BYTES];
    loop {
        match from.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(count) => block(&bytes[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
