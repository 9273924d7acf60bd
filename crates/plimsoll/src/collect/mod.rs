//! A bundle: what was gathered is redacted, packed into one file, and elsewhere
//! opened again. Where to look on a machine stands here too, since a server's
//! configuration says where its log is.

pub(crate) mod host;
mod open;
mod pack;
mod write;

pub(crate) use open::{Opened, open};
pub(crate) use pack::Pack;
pub(crate) use write::write;

/// The manifest's name; it is a bundle's first entry.
const MANIFEST: &str = "manifest.json";

/// Files of a bundle.
const FILES_MAX: usize = 512;
