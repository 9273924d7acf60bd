//! A stranger's words, fit to be told.

/// Them in one line of bounded length, control characters escaped.
pub(super) fn one_line(text: &str) -> String {
    const CHARACTERS_MAX: usize = 300;
    let mut line = String::new();
    for character in text.trim().chars().take(CHARACTERS_MAX) {
        match character {
            '\n' | '\r' | '\t' => line.push(' '),
            control if control.is_control() => line.extend(control.escape_default()),
            other => line.push(other),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_strangers_words_stay_on_their_line() {
        assert_eq!(one_line("a\nb\u{1b}[31m "), r"a b\u{1b}[31m");
        assert_eq!(one_line(&"x".repeat(9000)).len(), 300);
    }
}
