//! A line of Prometheus's text format: a name, labels, a value. Whoever writes it may
//! be anyone.
//!
//! Source: Prometheus's documentation, "Exposition formats", text format 0.0.4.

/// Labels of one sample; more are not as the format's users have them.
const LABELS_MAX: usize = 64;

/// One sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) labels: Vec<(String, String)>,
    pub(super) value: f64,
}

impl Line {
    /// A label's value; one that is not there is empty, as for Prometheus.
    pub(super) fn label(&self, name: &str) -> &str {
        let found = self.labels.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// What follows the name of a metric on its line, `None` where another name goes on.
pub(super) fn after_name<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.trim_start_matches([' ', '\t']).strip_prefix(name)?;
    rest.starts_with(['{', ' ', '\t']).then_some(rest)
}

/// The labels and the value of a sample, from what follows its name; `None` where it is
/// not as the format says. A timestamp may follow, which is not wanted.
pub(super) fn sample(rest: &str) -> Option<Line> {
    let rest = rest.trim_start();
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(inside) => labels(inside)?,
        None => (Vec::new(), rest),
    };
    let mut words = rest.split_whitespace();
    Some(Line {
        labels,
        value: value(words.next()?)?,
    })
}

/// Pairs up to the closing brace, and what follows that.
pub(super) fn labels(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut labels = Vec::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(after) = rest.strip_prefix('}') {
            return Some((labels, after));
        }
        let (name, after) = rest.split_once('=')?;
        let (value, after) = quoted(after.trim_start())?;
        if !is_label(name.trim()) || labels.len() == LABELS_MAX {
            return None;
        }
        labels.push((name.trim().to_owned(), value));
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if after.starts_with('}') => after,
            None => return None,
        };
    }
}

/// A label's name.
pub(super) fn is_label(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && name.bytes().all(is_word) && !name.as_bytes()[0].is_ascii_digit()
}

/// A text in quotes with its escapes undone, and what follows it.
pub(super) fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut value = String::new();
    let mut characters = inside.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &inside[at + 1..])),
            '\\' => value.push(match characters.next()?.1 {
                'n' => '\n',
                escaped @ ('\\' | '"') => escaped,
                _ => return None,
            }),
            other => value.push(other),
        }
    }
    None
}

/// As Go reads it: `+Inf`, `-Inf` and `NaN` are values.
fn value(word: &str) -> Option<f64> {
    word.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{after_name, sample};

    #[test]
    fn lines_are_read_as_the_format_says() {
        let read = |line: &str| {
            let line = sample(after_name(line, "a_total")?)?;
            let labels = line
                .labels
                .iter()
                .map(|(name, value)| format!("{name}={value:?}"));
            Some(format!(
                "{} {}",
                labels.collect::<Vec<_>>().join(","),
                line.value
            ))
        };
        for (line, said) in [
            ("a_total 3", Some(" 3")),
            ("a_total\t3 1700000000000", Some(" 3")),
            ("a_total{} 1e3", Some(" 1000")),
            ("a_total{b=\"c\"} +Inf", Some("b=\"c\" inf")),
            (
                "a_total { b = \"c\" , d=\"\" , } 1",
                Some("b=\"c\",d=\"\" 1"),
            ),
            (r#"a_total{b="\"\\\n}"} 1"#, Some(r#"b="\"\\\n}" 1"#)),
            ("a_total_other 3", None),
            ("# a_total 3", None),
            ("a_total", None),
            ("a_total{b=\"c\" 1", None),
            ("a_total{b=c} 1", None),
            ("a_total{b=\"c\"d=\"e\"} 1", None),
            ("a_total{9=\"c\"} 1", None),
            (r#"a_total{b="\x"} 1"#, None),
            (r#"a_total{b="\"#, None),
            ("a_total x", None),
        ] {
            assert_eq!(read(line).as_deref(), said, "{line}");
        }
    }
}
