//! Files that were left for another, and how far they were read: a pattern may fit two
//! logs that are written in turn, and none of their lines is to come twice.

use std::collections::VecDeque;

use super::reading::{Id, Reading};

/// How many are remembered.
const FILES_MAX: usize = 32;

/// Those that were left, the last of them last.
#[derive(Debug, Default)]
pub(super) struct Seen(VecDeque<(Id, u64, Vec<u8>)>);

impl Seen {
    /// Remembers one.
    pub(super) fn leave(&mut self, reading: &Reading) {
        self.0.retain(|(id, ..)| *id != reading.id);
        if self.0.len() == FILES_MAX {
            self.0.pop_front();
        }
        let left = (reading.id, reading.offset, reading.head.clone());
        self.0.push_back(left);
    }

    /// How far a file was read.
    pub(super) fn offset(&self, id: Id) -> u64 {
        let left = self.0.iter().find(|(left, ..)| *left == id);
        left.map_or(0, |(_, offset, _)| *offset)
    }

    /// Goes on where one was left, if it is still the same bytes: a file's number, and
    /// one of a few names used in turn, is given again to another.
    pub(super) fn resume(&self, reading: &mut Reading) {
        let Some((_, offset, head)) = self.0.iter().find(|(id, ..)| *id == reading.id) else {
            return;
        };
        reading.head.clone_from(head);
        let is_same = !reading.is_other().unwrap_or(true)
            && reading.metadata().is_ok_and(|it| it.len() >= *offset);
        if is_same {
            reading.offset = *offset;
        } else {
            reading.head.clear();
        }
    }
}
