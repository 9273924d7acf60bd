//! The labels by which a user's Prometheus tells machines and containers apart, and
//! how they stand in a query.

/// Labels of one machine or container at most.
const COUNT_MAX: usize = 20;

/// Bytes of a value at most.
const VALUE_MAX: usize = 500;

/// Labels with the values that they must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(Vec<(String, String)>);

impl Labels {
    /// Asks for one more.
    ///
    /// # Errors
    /// Why Prometheus could have no such label.
    pub fn add(&mut self, name: &str, value: &str) -> Result<(), String> {
        let mut letters = name.chars();
        let is_start = |c: char| c.is_ascii_alphabetic() || c == '_';
        let is_name = letters.next().is_some_and(is_start)
            && letters.all(|c| is_start(c) || c.is_ascii_digit());
        if !is_name {
            return Err("a label's name is letters, digits and `_`".to_owned());
        }
        if name.starts_with("__") {
            return Err("labels that begin with `__` are Prometheus's own".to_owned());
        }
        if value.is_empty() || value.len() > VALUE_MAX || value.chars().any(char::is_control) {
            return Err(format!(
                "a label's value is one line of 1 to {VALUE_MAX} bytes"
            ));
        }
        if self.0.len() == COUNT_MAX {
            return Err(format!(
                "{COUNT_MAX} labels are enough to tell one from others"
            ));
        }
        self.0.push((name.to_owned(), value.to_owned()));
        Ok(())
    }

    /// As they stand between the braces of a selector.
    pub(super) fn matchers(&self) -> String {
        let one = |(name, value): &(String, String)| {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            format!("{name}=\"{value}\"")
        };
        self.0.iter().map(one).collect::<Vec<_>>().join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::Labels;

    #[test]
    fn a_value_cannot_leave_its_quotes() {
        let mut labels = Labels::default();
        labels.add("instance", "db1:9100").unwrap();
        labels.add("odd", "a\"} or \\x{").unwrap();
        let matchers = r#"instance="db1:9100",odd="a\"} or \\x{""#;
        assert_eq!(labels.matchers(), matchers);
    }

    #[test]
    fn what_can_be_no_label_is_refused() {
        let long = "x".repeat(501);
        let bad = [
            ("", "a"),
            ("1a", "a"),
            ("a-b", "a"),
            ("a}", "a"),
            ("__name__", "a"),
            ("a", ""),
            ("a", "b\nc"),
            ("a", &long),
        ];
        for (name, value) in bad {
            let mut labels = Labels::default();
            assert!(labels.add(name, value).is_err(), "{name}={value}");
            assert_eq!(labels, Labels::default());
        }
        let mut many = Labels::default();
        let added = (0..21).filter(|at| many.add(&format!("l{at}"), "x").is_ok());
        assert_eq!(added.count(), 20);
    }
}
