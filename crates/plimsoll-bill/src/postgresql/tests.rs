//! What holds for `PostgreSQL`.
