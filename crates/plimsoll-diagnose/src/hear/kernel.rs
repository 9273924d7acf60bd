//! What the kernel says.

use super::Listener;
use crate::heard::Heard;
use crate::record::Record;

/// Listens to the kernel.
#[derive(Debug, Default)]
pub(crate) struct Kernel;

impl Listener for Kernel {
    fn hear(&mut self, _record: &Record<'_>, _file: &str, _line: u64, _heard: &mut Heard) {}
}
