//! TLS 1.0 or 1.1: broken, and refused by newer servers.

use plimsoll_model::{Confidence, Engine, Severity, Version};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `tls_version` (or `admin_tls_version`) with `TLSv1`, `TLSv1.0` or `TLSv1.1`.
    ///
    /// ## Why it matters
    ///
    /// Both have been withdrawn (RFC 8996); an attacker in the network can bring a client
    /// down to them. MySQL from 8.0.28 on does not support them, and MySQL 9.7.4 refuses to
    /// start when the list names one, even beside others: there it is critical. MySQL 5.7 and
    /// MariaDB take them.
    ///
    /// ## Example
    ///
    /// `tls_version = TLSv1.1,TLSv1.2`, for one old client.
    ///
    /// ## What to do instead
    ///
    /// `tls_version = TLSv1.2,TLSv1.3`; without `TLSv1.3` in MySQL 5.7.
    ///
    /// ## Sources
    ///
    /// - RFC 8996; MySQL manual, `tls_version`
    /// - Seen on starting MySQL 9.7.4 (MY-013835) and MariaDB 10.11 and 11.8
    OUTDATED_TLS_ALLOWED {
        postgresql: None,
        mysql: Some("MY-SEC-003"),
        name: "outdated-tls-allowed",
        worst: Critical,
        controls: ["CIS MySQL: Network", "SOC 2 CC6.7"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAMES: &[&str] = &["tls_version", "admin_tls_version"];
    let outdated = |word: &str| {
        let word = word.trim().to_ascii_lowercase();
        matches!(word.as_str(), "tlsv1" | "tlsv1.0" | "tlsv1.1")
    };
    let any = |name: &&&str| {
        let text = input.settings.text(name).filter(|_| input.is_set(name));
        text.is_some_and(|text| text.split(',').any(outdated))
    };
    let names: Vec<&str> = NAMES.iter().filter(any).copied().collect();
    if names.is_empty() {
        return Answer::QUIET;
    }
    if refuses(input) {
        let message = "this server does not know TLS before 1.2 any more and refuses to start";
        return Found::new(Severity::Critical, Confidence::High, message)
            .blames(input, &names)
            .into();
    }
    let message = if lacks_it(input) {
        "TLS before 1.2 is named, which this server no longer has; newer ones refuse to start"
    } else {
        "connections may use a TLS that has been broken and withdrawn"
    };
    Found::warning(message).blames(input, &names).into()
}

fn refuses(input: &Input<'_>) -> bool {
    is_mysql_from(input, Version::new(9, 7))
}

fn lacks_it(input: &Input<'_>) -> bool {
    let since = Version {
        patch: Some(28),
        ..Version::new(8, 0)
    };
    is_mysql_from(input, since)
}

fn is_mysql_from(input: &Input<'_>, since: Version) -> bool {
    let version = input.version();
    input.config.engine == Engine::Mysql && version.is_some_and(|version| version >= since)
}
