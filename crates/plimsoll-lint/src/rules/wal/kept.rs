//! What of the WAL is kept.

use crate::Input;

/// With the segments that initdb makes unless told otherwise.
const SEGMENT_BYTES: u64 = 16 << 20;

/// WAL that replicas and slots may keep beyond a checkpoint, where it is bounded.
pub(super) fn kept_bytes(input: &Input<'_>) -> u64 {
    let size = |name| input.settings.bytes(name).unwrap_or(0);
    let segments = input.settings.count("wal_keep_segments").unwrap_or(0);
    size("wal_keep_size")
        .max(size("max_slot_wal_keep_size"))
        .max(segments.saturating_mul(SEGMENT_BYTES))
}
