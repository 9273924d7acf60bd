//! What the sources of an address say: the address itself, the option files'
//! words, the environment, the first to say it wins.
//!
//! Sources: `MySQL` manual, "Command Options for Connecting to the Server" and
//! "Environment Variables"; `MariaDB` manual, "mariadb Command-Line Client".

use std::collections::BTreeMap;

use super::AddressError;
use super::surroundings::Surroundings;

/// Values by the name that the client has for them.
pub(super) type Given = BTreeMap<&'static str, String>;

/// The names that count, and whether an address may have them after its `?`.
const NAMES: [(&str, bool); 15] = [
    ("connect-timeout", true),
    ("database", false),
    ("host", false),
    ("password", false),
    ("port", false),
    ("protocol", false),
    ("skip-ssl", false),
    ("socket", true),
    ("ssl", false),
    ("ssl-ca", true),
    ("ssl-cert", true),
    ("ssl-key", true),
    ("ssl-mode", true),
    ("ssl-verify-server-cert", false),
    ("user", false),
];

/// The name as the client has it, which takes `_` for `-`, and `loose-` before it.
fn known(name: &str) -> Option<(&'static str, bool)> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let name = name.strip_prefix("loose-").unwrap_or(&name);
    NAMES.into_iter().find(|(known, _)| *known == name)
}

/// The name of a parameter of an address. A misspelt one is not passed over: it
/// may have been meant to secure the connection.
pub(super) fn parameter(name: &str) -> Result<&'static str, AddressError> {
    // What libpq calls it.
    let name = match name {
        "sslmode" => "ssl-mode",
        "sslrootcert" => "ssl-ca",
        "sslcert" => "ssl-cert",
        "sslkey" => "ssl-key",
        other => other,
    };
    match known(name) {
        Some((known, true)) => Ok(known),
        Some((_, false)) | None => Err(AddressError::UnknownParameter(name.to_owned())),
    }
}

/// Fills in what the address does not say.
pub(super) fn fill(given: &mut Given, surroundings: &Surroundings) {
    for (name, value) in surroundings.client_options.iter().rev() {
        if let Some((name, _)) = known(name) {
            given.entry(name).or_insert_with(|| value.clone());
        }
    }
    for (variable, name) in [
        ("MYSQL_HOST", "host"),
        ("MYSQL_TCP_PORT", "port"),
        ("MYSQL_UNIX_PORT", "socket"),
        ("MYSQL_PWD", "password"),
    ] {
        if let Some(value) = surroundings.variable(variable) {
            given.entry(name).or_insert_with(|| value.to_owned());
        }
    }
}

/// Whether a switch is on, as an option file or an address writes one; one
/// without a value is.
pub(super) fn is_on(given: &Given, name: &str) -> Option<bool> {
    let value = given.get(name)?.to_ascii_lowercase();
    Some(!matches!(value.as_str(), "0" | "off" | "false" | "no"))
}
