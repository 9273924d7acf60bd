//! As much of Prometheus's regular expressions as is asked of a status or a path:
//! letters, `.`, `.*`, `.+`, `\.` and the like, and whole alternatives with `|`. The
//! rest is refused, not guessed. They fit from beginning to end (Prometheus's
//! documentation, "Querying basics").

use crate::read::glob::{Part, fits};

/// Characters of a pattern at most.
const LENGTH_MAX: usize = 200;

/// Alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Regex(Vec<Vec<Part>>);

impl Regex {
    /// Reads one.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.chars().count() > LENGTH_MAX {
            return Err(format!("a pattern is longer than {LENGTH_MAX} characters"));
        }
        let mut alternatives = vec![Vec::new()];
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let part = match character {
                '|' => {
                    alternatives.push(Vec::new());
                    continue;
                }
                '.' => Part::Any,
                '\\' => match characters.next() {
                    Some(escaped) if escaped.is_ascii_punctuation() => Part::One(escaped),
                    _ => return Err(refused('\\')),
                },
                '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' => {
                    return Err(refused(character));
                }
                other => Part::One(other),
            };
            let parts: &[Part] = match characters.peek() {
                Some('*') if part == Part::Any => &[Part::Many],
                Some('+') if part == Part::Any => &[Part::Any, Part::Many],
                _ => &[part],
            };
            if parts != [part] {
                characters.next();
            }
            if let Some(last) = alternatives.last_mut() {
                last.extend_from_slice(parts);
            }
        }
        Ok(Self(alternatives))
    }

    /// Whether one of the alternatives fits a text.
    pub(super) fn fits(&self, text: &str) -> bool {
        self.0.iter().any(|parts| fits(parts, text))
    }
}

fn refused(character: char) -> String {
    format!(
        "of regular expressions `.`, `.*`, `.+`, `|` and an escaped sign are understood, not `{character}`"
    )
}

#[cfg(test)]
mod tests {
    use super::Regex;

    #[test]
    fn what_is_understood_fits_as_prometheus_has_it() {
        for (pattern, text, is_fit) in [
            ("5..", "503", true),
            ("5..", "5030", false),
            ("5..", "50", false),
            ("5..|429", "429", true),
            ("/api/.*", "/api/", true),
            ("/api/.+", "/api/", false),
            (".*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a|", "", true),
            (r"a\.b", "a.b", true),
            (r"a\.b", "axb", false),
            (".*x.*", "a\nx", true),
        ] {
            assert_eq!(
                Regex::parse(pattern).unwrap().fits(text),
                is_fit,
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn what_is_not_is_refused() {
        for pattern in [
            "5[0-9]", "(a|b)", "a*", "a+", "a?", "^5", "5$", "a{2}", r"\d", "\\", ".*?", ".?",
        ] {
            assert!(Regex::parse(pattern).is_err(), "{pattern}");
        }
        assert!(Regex::parse(&"x".repeat(201)).is_err());
    }
}
