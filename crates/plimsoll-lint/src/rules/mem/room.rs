//! What memory there is, and what is left of it.

use plimsoll_model::Known;

use crate::Input;

/// What the server has to live in, if anyone said.
pub(super) fn ceiling(input: &Input<'_>) -> Option<u64> {
    input.facts.ceiling_bytes().get().copied()
}

/// What its shared buffers come out of: huge pages are not charged to a limit.
pub(super) fn memory_of_buffers(input: &Input<'_>) -> Option<u64> {
    if input.settings.is_on("huge_pages") == Some(true) {
        return input.facts.memory_bytes.get().copied();
    }
    ceiling(input)
}

/// What is left beside `shared_buffers`.
pub(super) fn room(input: &Input<'_>) -> Option<u64> {
    let buffers = input.settings.bytes("shared_buffers")?;
    let in_huge_pages = input.settings.is_on("huge_pages") == Some(true);
    match (&input.facts.limit_bytes, in_huge_pages) {
        (Known::Known(limit, _), true) => Some(*limit),
        (_, _) => Some(ceiling(input)?.saturating_sub(buffers)),
    }
}
