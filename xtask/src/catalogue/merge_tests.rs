//! What merging keeps, changes and tells.
