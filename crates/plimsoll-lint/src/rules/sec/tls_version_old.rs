//! TLS of a version that is known to be broken.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `ssl_min_protocol_version` (or the greatest allowed) at TLS 1.0 or 1.1, with `ssl` on.
    ///
    /// ## Why it matters
    ///
    /// Both are withdrawn (RFC 8996): their signatures rest on MD5 and SHA-1, and someone on
    /// the way can make two ends that know better agree on them.
    ///
    /// ## Example
    ///
    /// `ssl_min_protocol_version = 'TLSv1'`, for one old client.
    ///
    /// ## What to do instead
    ///
    /// `TLSv1.2`, and the client replaced.
    ///
    /// ## Sources
    ///
    /// - RFC 8996
    /// - PostgreSQL manual, section "Connections and Authentication / SSL",
    ///   `ssl_min_protocol_version`
    TLS_VERSION_OLD {
        postgresql: Some("PG-SEC-002"),
        mysql: None,
        name: "tls-version-old",
        worst: Warning,
        controls: ["CIS PostgreSQL: Connection and Login", "SOC 2 CC6.7"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("ssl") != Some(true) {
        return Answer::QUIET;
    }
    let old = |name: &&str| matches!(input.text(name), "TLSv1" | "TLSv1.1") && input.is_set(name);
    let names = ["ssl_max_protocol_version", "ssl_min_protocol_version"];
    let names: Vec<&str> = names.into_iter().filter(old).collect();
    let Some(first) = names.first() else {
        return Answer::QUIET;
    };
    let message = format!(
        "{first} is {}, which is withdrawn: it can be broken on the way",
        input.shown(first)
    );
    let better: Vec<(&str, &str)> = names
        .iter()
        .map(|name| {
            (
                *name,
                if *name == "ssl_min_protocol_version" {
                    "TLSv1.2"
                } else {
                    "TLSv1.3"
                },
            )
        })
        .collect();
    Found::warning(message)
        .blames(input, &names)
        .mended(input, Safety::Unsafe, &better)
        .into()
}
