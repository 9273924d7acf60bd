//! What listens to one kind of speaker. Knows no speaker.

use crate::heard::Heard;
use crate::record::Record;

/// Listens to one kind of speaker.
pub(crate) trait Listener {
    /// Hears an entry; `line` is where it begins in `file`.
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard);

    /// The file ended, with a whole line or not: what was still open is told.
    fn end(&mut self, _file: &str, _is_whole: bool, _heard: &mut Heard) {}
}
