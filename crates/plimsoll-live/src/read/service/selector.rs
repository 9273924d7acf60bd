//! Which series of a page are meant: a name and conditions on labels, as Prometheus
//! writes them (`http_requests_total{code=~"5.."}`).

use std::fmt;

use super::page::{Line, is_label, quoted};
use super::regex::Regex;

const EXAMPLE: &str = "give it like http_requests_total{code=~\"5..\"}";

/// A name and conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    text: String,
    pub(super) name: String,
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    label: String,
    test: Test,
    is_wanted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Is(String),
    Fits(Regex),
}

/// How conditions are written; what begins with another comes before it.
const SIGNS: [(&str, bool, bool); 4] = [
    ("=~", true, true),
    ("!~", true, false),
    ("!=", false, false),
    ("=", false, true),
];

impl Selector {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it, and how it is written.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (name, inside) = match text.split_once('{') {
            Some((name, rest)) => (name, rest.strip_suffix('}').ok_or(EXAMPLE)?),
            None => (text, ""),
        };
        let name = name.trim_end();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':');
        let begins = name
            .bytes()
            .next()
            .is_some_and(|byte| !byte.is_ascii_digit());
        if !begins || !name.bytes().all(is_word) {
            return Err(EXAMPLE.to_owned());
        }
        Ok(Self {
            name: name.to_owned(),
            conditions: conditions(inside)?,
            text: text.to_owned(),
        })
    }

    /// Whether a sample of that name is meant.
    pub(super) fn fits(&self, line: &Line) -> bool {
        self.conditions.iter().all(|condition| {
            let value = line.label(&condition.label);
            let holds = match &condition.test {
                Test::Is(wanted) => wanted == value,
                Test::Fits(regex) => regex.fits(value),
            };
            holds == condition.is_wanted
        })
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

fn conditions(text: &str) -> Result<Vec<Condition>, String> {
    let mut conditions = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(['=', '!']).ok_or(EXAMPLE)?;
        let (label, signed) = rest.split_at(end);
        let label = label.trim();
        let sign = SIGNS
            .iter()
            .find_map(|(sign, is_regex, is_wanted)| {
                Some((signed.strip_prefix(sign)?, *is_regex, *is_wanted))
            })
            .filter(|_| is_label(label));
        let (after, is_regex, is_wanted) = sign.ok_or(EXAMPLE)?;
        let (value, after) = quoted(after.trim_start()).ok_or(EXAMPLE)?;
        conditions.push(Condition {
            label: label.to_owned(),
            test: if is_regex {
                Test::Fits(Regex::parse(&value)?)
            } else {
                Test::Is(value)
            },
            is_wanted,
        });
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if after.is_empty() => after,
            None => return Err(EXAMPLE.to_owned()),
        };
    }
    Ok(conditions)
}

#[cfg(test)]
mod tests {
    use super::super::page::sample;
    use super::Selector;

    #[test]
    fn conditions_are_those_of_prometheus() {
        let line = sample(r#"{code="503",path="/a,b"} 1"#).unwrap();
        for (selector, is_fit) in [
            ("a_total", true),
            ("a_total{}", true),
            (r#"a_total{code="503"}"#, true),
            (r#"a_total{ code = "503" , }"#, true),
            (r#"a_total{code=~"5..",path!="/c"}"#, true),
            (r#"a_total{path="/a,b",code!~"4.."}"#, true),
            (r#"a_total{code!~"5.."}"#, false),
            (r#"a_total{code=~"5[0-9]{2}"}"#, true),
            (r#"a_total{code="50"}"#, false),
            // A label that is not there is empty.
            (r#"a_total{host=""}"#, true),
            (r#"a_total{host!=""}"#, false),
        ] {
            let selector = Selector::parse(selector).unwrap();
            assert_eq!(selector.fits(&line), is_fit, "{selector}");
        }
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for text in [
            "",
            "9a",
            "a b",
            "{code=\"1\"}",
            "a{code=\"1\"",
            "a{code}",
            "a{code=1}",
            "a{code==\"1\"}",
            "a{code=\"1\" path=\"2\"}",
            "a{9=\"1\"}",
            "sum(a)",
            "rate(a[5m])",
        ] {
            assert!(Selector::parse(text).is_err(), "{text}");
        }
        let why = Selector::parse("a{code=~\"5[0-9\"}").unwrap_err();
        assert_eq!(
            why,
            "the regular expression 5[0-9 cannot be read (unclosed character class)"
        );
    }
}
