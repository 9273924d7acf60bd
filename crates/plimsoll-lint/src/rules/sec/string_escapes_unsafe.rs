//! Strings read in a way that what quotes them may not expect.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `backslash_quote = on`, or `standard_conforming_strings = off`.
    ///
    /// ## Why it matters
    ///
    /// A backslash then ends or hides a quote. In encodings whose second byte may be a
    /// backslash, and in clients that quote for the standard, text from outside can end its
    /// string and go on as SQL.
    ///
    /// ## Example
    ///
    /// `standard_conforming_strings = off`, for an application of PHP 4.
    ///
    /// ## What to do instead
    ///
    /// `standard_conforming_strings = on`, `backslash_quote = safe_encoding`; `E'…'` for
    /// strings that need escapes.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Version and Platform Compatibility"
    /// - CVE-2006-2314
    STRING_ESCAPES_UNSAFE {
        postgresql: Some("PG-SEC-008"),
        mysql: None,
        name: "string-escapes-unsafe",
        worst: Info,
        controls: ["SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let mut names = Vec::new();
    if input.settings.is_on("backslash_quote") == Some(true) {
        names.push("backslash_quote");
    }
    if input.settings.is_on("standard_conforming_strings") == Some(false) {
        names.push("standard_conforming_strings");
    }
    if names.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "{}: a backslash in text from outside may end its string",
        names.join(", ")
    );
    Found::info(message).blames(input, &names).into()
}
