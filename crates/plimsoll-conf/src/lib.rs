//! Text to settings and back: the two dialects, the catalogue, smallest edits.
