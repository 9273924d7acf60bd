//! Prometheus's regular expressions, which fit from beginning to end and whose `.` is
//! every character (Prometheus's documentation, "Querying basics"). They are of a family
//! that takes no more time than the text is long.

use regex::RegexBuilder;

use crate::read::one_line::one_line;

/// Characters of a pattern at most.
const LENGTH_MAX: usize = 200;

/// What a pattern may take when it is made ready: a repetition of repetitions takes much.
const BYTES_MAX: usize = 1 << 20;

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Regex {
    text: String,
    whole: regex::Regex,
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Regex {}

impl Regex {
    /// Reads one.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.chars().count() > LENGTH_MAX {
            return Err(format!("a pattern is longer than {LENGTH_MAX} characters"));
        }
        // By itself first: `a)|(b` is none, and would be one between brackets.
        made(text)?;
        Ok(Self {
            whole: made(&format!(r"\A(?s:{text})\z"))?,
            text: text.to_owned(),
        })
    }

    /// Whether it fits a text.
    pub(super) fn fits(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }
}

fn made(text: &str) -> Result<regex::Regex, String> {
    let mut builder = RegexBuilder::new(text);
    builder.size_limit(BYTES_MAX).dfa_size_limit(BYTES_MAX);
    builder.build().map_err(|error| {
        let said = error.to_string();
        // Above its last line it draws where the error is.
        let last = said.lines().last().unwrap_or_default();
        let last = last.strip_prefix("error: ").unwrap_or(last);
        one_line(&format!(
            "the regular expression {text} cannot be read ({last})"
        ))
    })
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
            ("5..|429", "4290", false),
            ("5[0-9]{2}", "503", true),
            (r"5\d+", "5", false),
            ("(4|5)..", "404", true),
            ("/api/.*", "/api/", true),
            ("/api/.+", "/api/", false),
            (".*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a|", "", true),
            (r"a\.b", "a.b", true),
            (r"a\.b", "axb", false),
            (".*x.*", "a\nx", true),
            ("a", "a\n", false),
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
        for pattern in ["5[0-9", "(a|b", "a)|(b", "*", "\\", "((a{99}){99}){99}"] {
            let why = Regex::parse(pattern).unwrap_err();
            assert!(!why.contains('\n'), "{why}");
        }
        assert!(Regex::parse(&"x".repeat(201)).is_err());
    }
}
