//! What holds for every engine.
