//! Patterns of single and of any characters against a whole text: the shell's, and as
//! much of regular expressions as amounts to the same. It knows no language of either.

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// This character.
    One(char),
    /// Any one.
    Any,
    /// Any number of any.
    Many,
}

/// The shell's pattern: `*` for any characters, `?` for one.
pub(super) fn shell(pattern: &str) -> Vec<Part> {
    let parts = pattern.chars().map(|one| match one {
        '*' => Part::Many,
        '?' => Part::Any,
        other => Part::One(other),
    });
    parts.collect()
}

/// Whether a pattern fits a text from its beginning to its end; in time of at most the
/// product of their lengths.
pub(super) fn fits(pattern: &[Part], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut of) = (0, 0);
    // The last of `Many`, and how much of the text it takes so far.
    let mut many: Option<(usize, usize)> = None;
    while of < text.len() {
        let is_fit = match pattern.get(at) {
            Some(Part::Many) => {
                many = Some((at, of));
                at += 1;
                continue;
            }
            Some(Part::Any) => true,
            Some(Part::One(one)) => *one == text[of],
            None => false,
        };
        if is_fit {
            at += 1;
            of += 1;
            continue;
        }
        let Some((place, taken)) = many else {
            return false;
        };
        many = Some((place, taken + 1));
        at = place + 1;
        of = taken + 1;
    }
    pattern[at..].iter().all(|part| *part == Part::Many)
}

#[cfg(test)]
mod tests {
    use super::{fits, shell};

    #[test]
    fn a_pattern_fits_the_whole_text() {
        for (pattern, text, is_fit) in [
            ("postgresql-*.log", "postgresql-2026-11-26_000000.log", true),
            ("postgresql-*.log", "postgresql-2026.log.gz", false),
            ("postgresql-*.log", "postgresql-.log", true),
            ("*a*b", "xaabb", true),
            ("*a*b", "xaabc", false),
            ("?.log", "1.log", true),
            ("?.log", "12.log", false),
            ("*", "", true),
            ("a", "", false),
        ] {
            assert_eq!(fits(&shell(pattern), text), is_fit, "{pattern} {text}");
        }
        let slow = "*a".repeat(50);
        assert!(!fits(&shell(&slow), &"b".repeat(5000)));
    }
}
