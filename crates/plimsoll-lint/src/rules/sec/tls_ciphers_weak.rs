//! Ciphers allowed that are none any more.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `ssl_ciphers` that lets in NULL, anonymous, export, RC4, DES or MD5 ciphers, with
    /// `ssl` on.
    ///
    /// ## Why it matters
    ///
    /// The client chooses among what both know: with `eNULL` nothing is encrypted, with
    /// anonymous ones nobody knows to whom, the others can be broken.
    ///
    /// ## Example
    ///
    /// `ssl_ciphers = 'ALL:eNULL'`.
    ///
    /// ## What to do instead
    ///
    /// The built-in `HIGH:MEDIUM:+3DES:!aNULL`, or `HIGH:!aNULL`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Connections and Authentication / SSL", `ssl_ciphers`
    /// - OpenSSL, openssl-ciphers, "CIPHER STRINGS"
    TLS_CIPHERS_WEAK {
        postgresql: Some("PG-SEC-003"),
        mysql: None,
        name: "tls-ciphers-weak",
        worst: Warning,
        controls: ["CIS PostgreSQL: Connection and Login", "SOC 2 CC6.7"],
        look: Look::Ask(look),
    }
}

/// Names of OpenSSL for what no longer protects. `ALL` leaves out `eNULL` alone.
const WEAK: [&str; 13] = [
    "ALL",
    "COMPLEMENTOFALL",
    "COMPLEMENTOFDEFAULT",
    "NULL",
    "ENULL",
    "ANULL",
    "ADH",
    "AECDH",
    "EXPORT",
    "EXP",
    "LOW",
    "RC4",
    "DES",
];

fn look(input: &Input<'_>) -> Answer {
    let name = "ssl_ciphers";
    if input.settings.is_on("ssl") != Some(true) || !input.is_set(name) {
        return Answer::QUIET;
    }
    let words: Vec<String> = input
        .text(name)
        .split([':', ',', ' '])
        .map(str::to_ascii_uppercase)
        .collect();
    // What is struck out for good cannot come back.
    let struck = |cipher: &str| {
        words
            .iter()
            .any(|word| word.strip_prefix('!') == Some(cipher))
    };
    let weak = words.iter().find(|word| {
        let anonymous_left = word.as_str() != "ALL" || !struck("ANULL");
        let listed = WEAK.contains(&word.as_str()) || word.split('+').any(|part| part == "MD5");
        listed && !word.starts_with('+') && anonymous_left && !struck(word)
    });
    let Some(weak) = weak else {
        return Answer::QUIET;
    };
    let message = format!("ssl_ciphers lets {weak} in, which does not protect");
    Found::warning(message).blames(input, &[name]).into()
}
