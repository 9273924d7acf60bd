//! Character sets and collations: one that does not exist, and a collation of
//! another set, stop the server.

use plimsoll_model::{Engine, ProblemKind, Value};

use super::resolve::Resolver;

/// The compiled character sets of both engines.
const CHARSETS: [&str; 43] = [
    "armscii8", "ascii", "big5", "binary", "cp1250", "cp1251", "cp1256", "cp1257", "cp850",
    "cp852", "cp866", "cp932", "dec8", "eucjpms", "euckr", "gb18030", "gb2312", "gbk", "geostd8",
    "greek", "hebrew", "hp8", "keybcs2", "koi8r", "koi8u", "latin1", "latin2", "latin5", "latin7",
    "macce", "macroman", "sjis", "swe7", "tis620", "ucs2", "ujis", "utf16", "utf16le", "utf32",
    "utf8", "utf8mb3", "utf8mb4", "filename",
];

/// Checks `character_set_server` against `collation_server`.
pub(super) fn check(resolver: &mut Resolver) {
    known(resolver, "character_set_filesystem");
    let charset = text(resolver, "character_set_server");
    if !known(resolver, "character_set_server") {
        return;
    }
    let Some(collation) = text(resolver, "collation_server") else {
        return;
    };
    let Some(owner) = charset_of(&collation) else {
        if !is_of_several(&collation, resolver.series.engine()) {
            let message =
                format!("no server knows the collation {collation}: the server refuses to start");
            resolver.fatal("collation_server", ProblemKind::BadValue, message);
        }
        return;
    };
    let charset = charset.or_else(|| resolver.default_of("character_set_server"));
    let Some(charset) = charset else { return };
    if folded(&charset) != folded(owner) {
        let message = format!(
            "the collation {collation} is one of {owner}, not of the character set {charset}: the server refuses to start; set character_set_server = {owner} with it"
        );
        resolver.fatal("collation_server", ProblemKind::BadValue, message);
    }
}

/// Whether a character set that is given exists.
fn known(resolver: &mut Resolver, name: &str) -> bool {
    let Some(charset) = text(resolver, name) else {
        return true;
    };
    if CHARSETS.contains(&charset.to_ascii_lowercase().as_str()) {
        return true;
    }
    let message =
        format!("no server knows the character set {charset}: the server refuses to start");
    resolver.fatal(name, ProblemKind::BadValue, message);
    false
}

fn text(resolver: &Resolver, name: &str) -> Option<String> {
    match resolver.current.get(name)? {
        Value::Text(text) | Value::Enum(text) => Some(text.clone()),
        Value::Bool(_) | Value::Int(_) | Value::Real(_) => None,
    }
}

/// `utf8` is `utf8mb3`.
fn folded(charset: &str) -> String {
    let lower = charset.to_ascii_lowercase();
    if lower == "utf8" {
        "utf8mb3".to_owned()
    } else {
        lower
    }
}

/// The character set in front of a collation's name.
fn charset_of(collation: &str) -> Option<&'static str> {
    let lower = collation.to_ascii_lowercase();
    let stem = lower.split('_').next().unwrap_or_default();
    CHARSETS
        .into_iter()
        .find(|charset| *charset == stem && (lower != stem || stem == "binary"))
}

/// MariaDB's uca1400 collations belong to every Unicode character set.
fn is_of_several(collation: &str, engine: Engine) -> bool {
    match engine {
        Engine::Mariadb => collation.to_ascii_lowercase().starts_with("uca1400"),
        Engine::Mysql | Engine::Postgresql => false,
    }
}
