//! Which rows are wanted: `word`, `!word` for the others, `-f wd` for letters in that
//! order. Capitals do not matter.

/// A filter as it was typed.
pub(super) struct Filter {
    word: String,
    kind: Kind,
}

enum Kind {
    Has,
    HasNot,
    Fuzzy,
}

impl Filter {
    pub(super) fn typed(text: &str) -> Self {
        let text = text.trim();
        let (word, kind) = match (text.strip_prefix('!'), text.strip_prefix("-f ")) {
            (Some(word), _) => (word, Kind::HasNot),
            (None, Some(word)) => (word, Kind::Fuzzy),
            (None, None) => (text, Kind::Has),
        };
        Self {
            word: word.trim().to_lowercase(),
            kind,
        }
    }

    /// Whether a row of this text is wanted; an empty filter wants all.
    pub(super) fn wants(&self, row: &str) -> bool {
        let row = row.to_lowercase();
        match self.kind {
            Kind::Has => row.contains(&self.word),
            Kind::HasNot => self.word.is_empty() || !row.contains(&self.word),
            Kind::Fuzzy => {
                let mut letters = row.chars();
                self.word
                    .chars()
                    .all(|wanted| letters.any(|it| it == wanted))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn has_has_not_and_fuzzy() {
        let cases = [
            ("", true),
            ("Shop", true),
            ("crm", false),
            ("!crm", true),
            ("!shop", false),
            ("!", true),
            ("-f sp1", true),
            ("-f ps", false),
        ];
        for (typed, wanted) in cases {
            assert_eq!(Filter::typed(typed).wants("shop-1 up"), wanted, "{typed}");
        }
    }
}
