//! What looks like a secret: names of secrets, and the places of secrets in
//! texts. It errs on the side of taking too much for one. Knows no format and
//! shows nothing.

mod find;
mod line;
mod name;

use std::ops::Range;

pub use find::secrets;
pub use line::of_line;
pub use name::is_secret;

/// What stands where a secret stood.
pub const MASK: &str = "[redacted]";

/// A text without what follows `password=` and its like, or stands as the
/// password of a URL.
pub fn mask(text: &str) -> String {
    masked(text, &secrets(text))
}

/// A text without what stands at `spans`, which are in order and do not touch.
pub fn masked(text: &str, spans: &[Range<usize>]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        shown.extend([&text[at..span.start], MASK]);
        at = span.end;
    }
    shown.push_str(&text[at..]);
    shown
}
