//! Texts that the servers check themselves after reading: rules of
//! replication, formats, languages.

use plimsoll_model::{Engine, ProblemKind, Value};

use super::resolve::Resolver;

/// One kind of text and what it must look like.
struct Check {
    names: &'static [&'static str],
    fits: fn(&str) -> bool,
    wants: &'static str,
}

const CHECKS: [Check; 4] = [
    Check {
        names: &[
            "replicate_do_table",
            "replicate_ignore_table",
            "replicate_wild_do_table",
            "replicate_wild_ignore_table",
        ],
        fits: is_table,
        wants: "database.table",
    },
    Check {
        names: &["replicate_rewrite_db"],
        fits: is_rewrite,
        wants: "from->to",
    },
    Check {
        names: &["ft_boolean_syntax"],
        fits: is_boolean_syntax,
        wants: "14 different characters that are no letters, a blank or a + first",
    },
    Check {
        names: &["lc_messages", "lc_time_names"],
        fits: is_locale,
        wants: "a locale such as en_US",
    },
];

/// Checks every such text that is set.
pub(super) fn check(resolver: &mut Resolver) {
    for check in &CHECKS {
        for name in check.names {
            let Some(Value::Text(text)) = resolver.current.get(*name) else {
                continue;
            };
            if text.split(RULES_APART).all(check.fits) {
                continue;
            }
            // MySQL says so and goes on in English.
            if resolver.series.engine() == Engine::Mysql && name.starts_with("lc_") {
                resolver.replace(name, Value::Text("en_US".to_owned()));
                continue;
            }
            let message = format!(
                "{name} = {text}: it must be {}, so the server refuses to start",
                check.wants
            );
            resolver.fatal(name, ProblemKind::BadValue, message);
        }
    }
}

/// Between what repeated options added up.
const RULES_APART: char = ',';

fn is_table(rule: &str) -> bool {
    rule.contains('.')
}

fn is_rewrite(rule: &str) -> bool {
    rule.split_once("->")
        .is_some_and(|(from, to)| !from.trim().is_empty() && !to.trim().is_empty())
}

/// `ft_boolean_check_syntax_string`: 14 bytes below 128, no letters, no two
/// alike but the last two quotes.
fn is_boolean_syntax(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = bytes
        .iter()
        .all(|byte| *byte <= 127 && !byte.is_ascii_alphanumeric());
    let begins = bytes.first() == Some(&b' ') || bytes.get(1) == Some(&b' ');
    bytes.len() == 14 && plain && begins
}

/// Two or three letters of language, an underscore, two of country, perhaps
/// a script behind an @.
fn is_locale(text: &str) -> bool {
    let (stem, _) = text.split_once('@').unwrap_or((text, ""));
    let Some((language, country)) = stem.split_once('_') else {
        return false;
    };
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=3).contains(&language.len()) && country.len() == 2 && letters(language) && letters(country)
}
