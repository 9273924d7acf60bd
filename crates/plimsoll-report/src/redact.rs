//! Secrets taken out before anything is shown: of settings, of messages, of
//! quoted lines. It errs on the side of taking out too much of a text, and
//! leaves numbers, switches and names of files as they are.

use std::collections::BTreeSet;

use plimsoll_model::{Config, Origin, Setting, Value};

/// What stands where a secret stood.
pub const MASK: &str = "[redacted]";

/// Words that, in a parameter's name, make its whole text a secret.
const SECRET_NAMES: &[&str] = &[
    "password",
    "passwd",
    "_pwd",
    "passphrase",
    "secret",
    "sst_auth",
    "_token",
    "filekey",
    "api_key",
    "apikey",
    "access_key",
];
/// Endings of names that only say where a secret lies.
const PLACES: &[&str] = &["_path", "_file", "_dir", "_encryption"];
/// Words that, in a text, are followed by a secret (`password=…`).
const MARKS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "pwd",
    "api_key",
    "apikey",
    "access_key",
    "accountkey",
    "sst_auth",
    "filekey",
    "pgpass",
    "mysql_pwd",
];

/// Secrets shorter than this are masked where they stand, but not looked for
/// elsewhere: half of every message would match.
const SOUGHT_BYTES_MIN: usize = 4;

/// The configuration without its secrets. Call it on what was read, before
/// anything else sees it; what counts bytes never looks at texts. `lines` are
/// those of its files and arguments: a message may quote a value from one.
pub fn config<'a>(mut config: Config, lines: impl Iterator<Item = &'a str>) -> Config {
    let secrets: BTreeSet<String> = lines.flat_map(values).collect();
    for setting in config.settings.values_mut() {
        redact_setting(setting);
    }
    for problem in &mut config.problems {
        problem.message = without(&problem.message, &secrets);
    }
    config
}

fn redact_setting(setting: &mut Setting) {
    let whole = is_secret(&setting.name);
    let mask = |text: &str| {
        if whole && !text.is_empty() {
            MASK.to_owned()
        } else {
            self::text(text)
        }
    };
    if let Value::Text(value) = &mut setting.typed {
        *value = mask(value);
        setting.value = mask(&setting.value);
        setting.display = mask(&setting.display);
        for shadowed in &mut setting.shadowed {
            shadowed.text = mask(&shadowed.text);
        }
    }
    if let Origin::Argument(argument) = &mut setting.origin {
        *argument = line(argument);
    }
}

/// A message without the secrets of the files, nor anything that looks like one.
fn without(message: &str, secrets: &BTreeSet<String>) -> String {
    let mut message = message.to_owned();
    // The longest first: one may be a part of another.
    let mut longest: Vec<&String> = secrets.iter().collect();
    longest.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    for secret in longest {
        message = message.replace(secret.as_str(), MASK);
    }
    text(&message)
}

/// The secrets of a line: the value of a secret parameter, as written and
/// without its quotes.
fn values(line: &str) -> Vec<String> {
    let name = name_of(line);
    if !is_secret(name) {
        return Vec::new();
    }
    let start = line.find(name).unwrap_or(0) + name.len();
    let value = line[start..].trim_matches(|c: char| c == '=' || c.is_whitespace());
    let bare = value.trim_matches(['\'', '"']);
    let found = [value, bare].into_iter();
    found
        .filter(|value| value.len() >= SOUGHT_BYTES_MIN)
        .map(str::to_owned)
        .collect()
}

/// Whether all of a parameter's text is a secret.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('-', "_");
    SECRET_NAMES.iter().any(|word| name.contains(word))
        && !PLACES.iter().any(|ending| name.ends_with(ending))
}

/// A line of a configuration without its secrets, to be quoted.
pub fn line(line: &str) -> String {
    let name = name_of(line);
    if is_secret(name) {
        let start = line.find(name).unwrap_or(0) + name.len();
        return format!("{} = {MASK}", &line[..start]);
    }
    text(line)
}

/// The word at the beginning of a line that may be a parameter's name.
fn name_of(line: &str) -> &str {
    line.trim_start_matches(|c: char| c.is_whitespace() || c == '-' || c == '#')
        .split(|c: char| c == '=' || c.is_whitespace())
        .next()
        .unwrap_or_default()
}

/// A text without what follows `password=` and its like, or stands as the
/// password of a URL.
pub fn text(text: &str) -> String {
    let without_urls = urls(text);
    let lower = without_urls.to_ascii_lowercase().replace('-', "_");
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    while let Some((start, end)) = next_secret(&without_urls, &lower, at) {
        shown.push_str(&without_urls[at..start]);
        shown.push_str(MASK);
        at = end;
    }
    shown.push_str(&without_urls[at..]);
    shown
}

/// The next secret at or after a byte: from its first to behind its last.
fn next_secret(text: &str, lower: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let rest = lower.get(at..)?;
        let (offset, mark) = MARKS
            .iter()
            .filter_map(|mark| Some((rest.find(mark)?, mark.len())))
            .min_by_key(|(offset, mark)| (*offset, usize::MAX - mark))?;
        at += offset + mark;
        let behind = text[at..].trim_start();
        let Some(value) = behind.strip_prefix(['=', ':']) else {
            continue;
        };
        let value = value.trim_start();
        let start = text.len() - value.len();
        let end = start + value_end(value);
        let is_mask = value.starts_with(MASK);
        if end > start && !is_mask {
            return Some((start, end));
        }
        at = end.max(at);
    }
}

/// Where a secret's text ends: at the quote that opened it, or at the first
/// separator. Both dialects escape a quote by doubling it or with a backslash.
fn value_end(value: &str) -> usize {
    let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let mut escaped = false;
    let mut letters = value.char_indices().skip(usize::from(quote.is_some()));
    let end = letters.find(|(_, letter)| {
        if escaped {
            escaped = false;
            return false;
        }
        escaped = *letter == '\\';
        match quote {
            Some(quote) => *letter == quote,
            None => letter.is_whitespace() || matches!(letter, ';' | '&' | ',' | '\'' | '"' | ')'),
        }
    });
    match (end, quote) {
        (Some((end, letter)), Some(_)) => end + letter.len_utf8(),
        (Some((end, _)), None) => value[..end].trim_end_matches([':', '.']).len(),
        (None, _) => value.len(),
    }
}

/// `scheme://user:secret@host` without the secret.
fn urls(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        shown.push_str(before);
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '\'' | '"' | '?'))
            .unwrap_or(after.len());
        let (authority, behind) = after.split_at(end);
        match authority.rsplit_once('@') {
            Some((user, host)) if user.contains(':') => {
                let user = user.split(':').next().unwrap_or_default();
                shown.extend([user, ":", MASK, "@", host]);
            }
            Some(_) | None => shown.push_str(authority),
        }
        rest = behind;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::{line, text};

    #[test]
    fn what_follows_a_password_mark_is_masked() {
        let cases = [
            (
                "host=a password=hunter2 user=b",
                "host=a password=[redacted] user=b",
            ),
            (
                "password = 'hun ter2' user=b",
                "password = [redacted] user=b",
            ),
            ("sslpassword='a\\'hunter2'", "sslpassword=[redacted]"),
            (
                "postgresql://bob:hunter2@db/x?a=1",
                "postgresql://bob:[redacted]@db/x?a=1",
            ),
            (
                "AWS_SECRET_ACCESS_KEY=hunter2 wal-g push %p",
                "AWS_SECRET_ACCESS_KEY=[redacted] wal-g push %p",
            ),
            ("cp %p /archive/%f", "cp %p /archive/%f"),
            ("password_encryption is fine", "password_encryption is fine"),
            (
                "password=a password=b",
                "password=[redacted] password=[redacted]",
            ),
            ("password=", "password="),
            ("pässword password=ü", "pässword password=[redacted]"),
        ];
        for (given, shown) in cases {
            assert_eq!(text(given), shown);
        }
    }

    #[test]
    fn lines_of_secret_parameters_show_no_value() {
        let cases = [
            (
                "wsrep_sst_auth = root:hunter2",
                "wsrep_sst_auth = [redacted]",
            ),
            (
                "  report-password=hunter2",
                "  report-password = [redacted]",
            ),
            (
                "primary_conninfo = 'password=hunter2",
                "primary_conninfo = 'password=[redacted]",
            ),
            (
                "ssl_passphrase_command 'echo hunter2'",
                "ssl_passphrase_command = [redacted]",
            ),
            (
                "password_encryption = scram-sha-256",
                "password_encryption = scram-sha-256",
            ),
            ("", ""),
        ];
        for (given, shown) in cases {
            assert_eq!(line(given), shown);
        }
    }
}
