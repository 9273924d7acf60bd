//! The secret of a whole line, told by what the line is: a name and its value, a
//! user's line of `PgBouncer`'s list, a line of a password file. Knows no file.

use std::ops::Range;

use super::find::words;
use super::name::is_secret;

/// Parts of a line of a password file before its secret: host, port, database,
/// user (`PostgreSQL`'s manual, "The Password File").
const PASSFILE_PARTS: usize = 4;

/// All of a line that is a secret by what the line is.
pub fn of_line(line: &str) -> Option<Range<usize>> {
    of_name(line)
        .or_else(|| of_userlist(line))
        .or_else(|| of_passfile(line))
}

/// The value of a line whose name is one of a secret: all behind it.
fn of_name(line: &str) -> Option<Range<usize>> {
    let name = words(line).into_iter().next()?;
    let before = line[..name.start].trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '#' | '"' | '\'' | '{')
    });
    if !before.is_empty() || !is_secret(&line[name.clone()]) {
        return None;
    }
    let separators = |letter: char| letter.is_whitespace() || matches!(letter, '=' | ':');
    let value = line[name.end..].trim_start_matches(['"', '\'']);
    let value = value.trim_start_matches(separators);
    let end = line.trim_end().len();
    let start = line.len() - value.len();
    (start < end).then_some(start..end)
}

/// `"user" "secret"`, as `PgBouncer`'s `auth_file` has them.
fn of_userlist(line: &str) -> Option<Range<usize>> {
    let end = line.trim_end().len();
    let user = line.trim_start().strip_prefix('"')?;
    let (_, behind) = user.split_once('"')?;
    let secret = behind.trim_start();
    let is_apart = secret.len() < behind.len() && secret.starts_with('"');
    let start = line.len() - secret.len();
    (is_apart && start + 1 < end).then_some(start..end)
}

/// `host:port:database:user:secret`.
fn of_passfile(line: &str) -> Option<Range<usize>> {
    let end = line.trim_end().len();
    let mut parts = line[..end].splitn(PASSFILE_PARTS + 1, ':');
    let host = parts.next()?;
    let port = parts.next()?;
    let secret = parts.nth(PASSFILE_PARTS - 2)?;
    let is_port = port == "*" || !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit());
    let is_host = !host.contains(char::is_whitespace);
    let start = end - secret.len();
    (is_port && is_host && start < end).then_some(start..end)
}
