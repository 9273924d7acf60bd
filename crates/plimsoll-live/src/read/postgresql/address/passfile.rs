//! `~/.pgpass`: `host:port:database:user:password`, a star for anything, a
//! backslash before a colon or a backslash.
//!
//! Source: manual of `PostgreSQL`, 32.16 (the password file).

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::read::secret::Secret;

/// What a login is looked up by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Login<'a> {
    /// The host as given; `localhost` for the default socket folder.
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) database: &'a str,
    pub(super) user: &'a str,
}

/// The text of the file; `None` where there is none. A file that others may
/// read is not used, as libpq does not; the error says so.
pub(super) fn text(path: &Path) -> Result<Option<String>, String> {
    let shown = path.display();
    let Ok(entry) = std::fs::metadata(path) else {
        return Ok(None);
    };
    if !entry.is_file() {
        return Err(format!(
            "the password file {shown} is no plain file, so it was not read"
        ));
    }
    if entry.mode() & 0o077 != 0 {
        return Err(format!(
            "the password file {shown} may be read by others, so it was not read: chmod 0600 it"
        ));
    }
    let text = std::fs::read_to_string(path);
    text.map(Some)
        .map_err(|error| format!("the password file {shown} cannot be read ({error})"))
}

/// The password of the first line that fits.
pub(super) fn password(text: &str, login: Login<'_>) -> Option<Secret> {
    let port = login.port.to_string();
    let wanted = [login.host, &port, login.database, login.user];
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let mut rest = line;
            for value in wanted {
                let (field, after) = field(rest)?;
                // Only a bare star stands for anything: an escaped one is itself.
                let is_any = rest.starts_with("*:");
                if !is_any && field != value {
                    return None;
                }
                rest = after;
            }
            let password = field_to(rest, None).0;
            (!password.is_empty()).then(|| Secret::new(password))
        })
}

/// A field and what follows its colon.
fn field(text: &str) -> Option<(String, &str)> {
    let (value, after) = field_to(text, Some(':'));
    after.map(|after| (value, after))
}

fn field_to(text: &str, end: Option<char>) -> (String, Option<&str>) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            value.extend(characters.next().map(|(_, kept)| kept));
        } else if Some(character) == end {
            return (value, Some(&text[at + 1..]));
        } else {
            value.push(character);
        }
    }
    (value, None)
}
