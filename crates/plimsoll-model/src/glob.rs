//! Patterns against a whole text: `*` stands for any characters, `?` for one.

/// A pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(Vec<Part>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// This character.
    One(char),
    /// Any one.
    Any,
    /// Any number of any.
    Many,
}

impl Glob {
    /// Of a text, which is always one.
    pub fn of(pattern: &str) -> Self {
        let parts = pattern.chars().map(|one| match one {
            '*' => Part::Many,
            '?' => Part::Any,
            other => Part::One(other),
        });
        Self(parts.collect())
    }

    /// Whether it fits a text from its beginning to its end; in time of at most the
    /// product of their lengths.
    pub fn fits(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut of) = (0, 0);
        // The last of `Many`, and how much of the text it takes so far.
        let mut many: Option<(usize, usize)> = None;
        while of < text.len() {
            let is_fit = match self.0.get(at) {
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
        self.0[at..].iter().all(|part| *part == Part::Many)
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

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
            assert_eq!(Glob::of(pattern).fits(text), is_fit, "{pattern} {text}");
        }
        let slow = "*a".repeat(50);
        assert!(!Glob::of(&slow).fits(&"b".repeat(5000)));
    }
}
