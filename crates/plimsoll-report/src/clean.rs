//! Text from strangers (a file's lines, a server's words) made fit for a
//! terminal: no control characters, no reordering marks, bounded.

use std::ops::Range;

/// The longest piece of a stranger's text that is shown.
const SHOWN_MAX: usize = 400;

/// The text with what could steer a terminal written out as an escape, cut off
/// (and said) where it is too long to be read.
pub fn clean(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(SHOWN_MAX));
    for (count, letter) in text.chars().enumerate() {
        if count == SHOWN_MAX {
            shown.push_str(" […]");
            break;
        }
        if letter == '\t' {
            shown.push(' ');
        } else if letter.is_control() || is_bidi(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// The same for a text with a part to be marked: where that part then stands.
pub(crate) fn clean_marked(text: &str, part: Range<usize>) -> (String, Range<usize>) {
    let mut shown = clean(&text[..part.start]);
    let start = shown.len();
    shown.push_str(&clean(&text[part.clone()]));
    let end = shown.len();
    shown.push_str(&clean(&text[part.end..]));
    (shown, start..end)
}

/// A line, however long, with what could steer a terminal written out as an
/// escape; tabs stay.
pub(crate) fn steerless(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for letter in line.chars() {
        if (letter.is_control() && letter != '\t') || is_bidi(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Marks that reorder what a reader sees (Unicode, UAX 9).
fn is_bidi(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn a_terminal_is_not_steered() {
        assert_eq!(
            clean("a\x1b[31m\tb\r\u{202e}ü"),
            "a\\u{1b}[31m b\\r\\u{202e}ü"
        );
        assert_eq!(clean(&"x".repeat(5000)).len(), 400 + " […]".len());
    }
}
