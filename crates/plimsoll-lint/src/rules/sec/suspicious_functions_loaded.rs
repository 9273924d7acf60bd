//! `allow_suspicious_udfs`: any function of any library.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `allow_suspicious_udfs = ON`.
    ///
    /// ## Why it matters
    ///
    /// CREATE FUNCTION then loads any symbol of a library, not only such as were written for
    /// it. Calling one that was not takes arguments it does not expect: a crash at best.
    ///
    /// ## Example
    ///
    /// `allow-suspicious-udfs`, for a library of before MySQL 4.0.
    ///
    /// ## What to do instead
    ///
    /// Remove the line; a library written for the server has the helper functions that are
    /// asked for.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Loadable Function Security Precautions"
    SUSPICIOUS_FUNCTIONS_LOADED {
        postgresql: None,
        mysql: Some("MY-SEC-011"),
        name: "suspicious-functions-loaded",
        worst: Info,
        controls: ["CIS MySQL: General"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "allow_suspicious_udfs";
    if input.settings.is_on(NAME) != Some(true) {
        return Answer::QUIET;
    }
    Found::info("any symbol of a library can be loaded and called as a function")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "OFF")])
        .into()
}
