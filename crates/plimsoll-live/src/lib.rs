//! What a running host says of itself, read-only.
