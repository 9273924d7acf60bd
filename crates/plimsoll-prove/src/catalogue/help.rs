//! What `--verbose --help` of mysqld and mariadbd lists: every option with the
//! argument it takes, then every option with its value.

use std::collections::BTreeMap;

/// One option as the first part of the text describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HelpOption {
    /// `name` or `#`; empty when the option takes no argument.
    pub(super) argument: String,
    /// Whether the argument may be left out.
    pub(super) is_optional: bool,
    /// The description, its lines joined.
    pub(super) about: String,
}

/// The whole text, read.
#[derive(Debug, Default)]
pub(super) struct Help {
    /// Options by name, with `_`.
    pub(super) options: BTreeMap<String, HelpOption>,
    /// Values by name, with `_`; an option that has no line there takes none.
    pub(super) values: BTreeMap<String, String>,
}

impl Help {
    pub(super) fn read(text: &str) -> Self {
        let mut help = Self::default();
        let mut name = String::new();
        let mut in_values = false;
        for line in text.lines() {
            if line.starts_with("Variables (--") {
                in_values = true;
            } else if in_values {
                let (name, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
                if name.is_empty() {
                    break;
                }
                help.values
                    .insert(name.replace('-', "_"), value.trim_start().to_owned());
            } else if let Some((found, option)) = option(line) {
                name.clone_from(&found);
                help.options.insert(found, option);
            } else if let Some(last) = help.options.get_mut(&name) {
                last.about.push(' ');
                last.about.push_str(line.trim());
            }
        }
        help
    }
}

/// A line that opens an option: `  -a, --ansi   …`, `  --port=#  …`,
/// `  --log-bin[=name] `.
fn option(line: &str) -> Option<(String, HelpOption)> {
    let indent = line.len() - line.trim_start().len();
    let rest = line.trim_start();
    let rest = match rest.as_bytes() {
        [b'-', letter, b',', b' ', ..] if letter.is_ascii_graphic() => &rest[4..],
        _ => rest,
    };
    let rest = rest
        .strip_prefix("--")
        .filter(|_| (1..=8).contains(&indent))?;
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c))
        .unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    let (word, about) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_optional = word.starts_with('[');
    let argument = word.trim_matches(['[', ']', '=']).to_owned();
    let option = HelpOption {
        argument,
        is_optional,
        about: about.trim().to_owned(),
    };
    (!name.is_empty()).then(|| (name.replace('-', "_"), option))
}

#[cfg(test)]
mod tests {
    use super::Help;

    #[test]
    fn options_values_and_descriptions_are_told_apart() {
        let help = Help::read(
            "Usage: mysqld [OPTIONS]\n--no-defaults  Don't.\n\n  -a, --ansi  Use ANSI.\n  \
             --log-bin[=name] \n                 Turns it on.\n  -P, --port=#  Port.\n\n\
             Variables (--variable-name=value)\nport              3306\nlog-bin  \n\n\
             To see what values --port has\n",
        );
        let options: Vec<_> = help
            .options
            .iter()
            .map(|(name, option)| (name.as_str(), option.argument.as_str(), option.is_optional))
            .collect();
        assert_eq!(
            options,
            [
                ("ansi", "", false),
                ("log_bin", "name", true),
                ("port", "#", false)
            ]
        );
        assert_eq!(help.options["log_bin"].about, " Turns it on.");
        let values: Vec<_> = help.values.iter().collect();
        assert_eq!(values.len(), 2, "{values:?}");
        assert_eq!(help.values["port"], "3306");
    }
}
