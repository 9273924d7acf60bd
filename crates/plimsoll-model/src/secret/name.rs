//! Whether a name is one of a secret. Names come misspelt, in any case, with
//! `-` or `_`, as parameters, environment variables and fields of JSON.

/// Words that, in a name, make what it is set to a secret.
const SECRET: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "credential",
    "sst_auth",
    "filekey",
    "apikey",
    "accountkey",
    "api_key",
    "access_key",
    "account_key",
    "auth_key",
    "encryption_key",
    "master_key",
    "private_key",
    "signing_key",
];
/// Endings of names that say something about a secret, or where it lies.
const ABOUT: &[&str] = &[
    "_at_startup",
    "_characters",
    "_check",
    "_count",
    "_current",
    "_digits",
    "_dir",
    "_encryption",
    "_errors",
    "_file",
    "_format",
    "_history",
    "_id",
    "_interval",
    "_keys",
    "_length",
    "_lifetime",
    "_path",
    "_policy",
    "_reload",
    "_rounds",
    "_session",
    "_size",
    "_timeout",
    "_tokenizer",
    "_users",
    "_validation",
    "_warnings",
];
/// Words long enough to be known again when misspelt: of eight letters two may
/// be wrong, of fewer one.
const MISSPELT: &[&str] = &["password", "passphrase", "passwd", "secret", "credential"];

/// Whether what a name is set to is a secret.
pub fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    if ABOUT.iter().any(|ending| lower.ends_with(ending)) {
        return false;
    }
    let last = lower.rsplit(['_', '.']).next().unwrap_or_default();
    SECRET.iter().any(|word| lower.contains(word))
        || last.ends_with("pass")
        || is_key(name, last)
        || lower.split(['_', '.']).any(is_misspelt)
}

/// A key of an application (`myapp.key`) or in the environment
/// (`STORAGE_KEY`); a parameter's own, like `ssl_key`, names a file.
fn is_key(name: &str, last: &str) -> bool {
    let of_application = name.contains('.') && last.ends_with("key");
    of_application || name.ends_with("_KEY")
}

fn is_misspelt(word: &str) -> bool {
    MISSPELT.iter().any(|meant| {
        let wrong_max = if meant.len() < 8 { 1 } else { 2 };
        // Most words are told by their length and their ends alone.
        let ends = |text: &str| (text.bytes().next(), text.bytes().next_back());
        let ((first, last), (first_meant, last_meant)) = (ends(word), ends(meant));
        word.len().abs_diff(meant.len()) <= wrong_max
            && (first == first_meant || last == last_meant)
            && strsim::osa_distance(word, meant) <= wrong_max
    })
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn names_of_secrets_are_known_and_names_about_them_are_not() {
        for name in [
            "password",
            "loose-report_password",
            "PGPASSWORD",
            "MYSQL_PWD",
            "ldapbindpasswd",
            "ssl_passphrase_command",
            "ssl_pasphrase_command",
            "report_pasword",
            "myapp.secrt",
            "wsrep_sst_auth",
            "myapp.api_key",
            "myapp.key",
            "AZURE_STORAGE_KEY",
            "smtp_pass",
            "password2",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "password_encryption",
            "ssl_key",
            "ssl_passphrase_command_supports_reload",
            "sha256_password_private_key_path",
            "innodb_ft_min_token_size",
            "validate_password_policy",
            "AWS_ACCESS_KEY_ID",
            "work_mem",
            "select",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
