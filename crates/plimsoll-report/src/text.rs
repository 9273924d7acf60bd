//! For people: findings, bill, settings and pages in a terminal.

mod audit;
mod bar;
mod bill;
mod bundle;
mod check;
mod concise;
mod diagnosis;
mod finding;
mod page;
mod past;
mod settings;
mod sides;
mod status;

use plimsoll_model::{Config, Fork};

pub use audit::audit;
pub use bill::bill;
pub use bundle::bundle;
pub use check::check;
pub use concise::concise;
pub(crate) use concise::one as concise_line;
pub use diagnosis::diagnosis;
pub use page::{page, rules};
pub use past::{past, servers as past_servers};
pub use settings::{origin, settings};
pub use sides::sides;
pub use status::status;

/// `PostgreSQL 16.4 (--server-version)`, `MySQL 8.0.36 (Percona Server, its path)`,
/// `PostgreSQL, version not given`.
pub fn server(config: &Config) -> String {
    let engine = config.engine.title();
    let source = config.version.source().unwrap_or_default();
    match (config.version.get(), fork(config.fork)) {
        (Some(version), None) => format!("{engine} {version} ({source})"),
        (Some(version), Some(fork)) => format!("{engine} {version} ({fork}, {source})"),
        (None, None) => format!("{engine}, version not given"),
        (None, Some(fork)) => format!("{engine} ({fork}), version not given"),
    }
}

const fn fork(fork: Fork) -> Option<&'static str> {
    fork.title()
}

/// Lines of at most `width` letters, broken between words, each after an indent.
fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let letters = word.chars().count();
        if length == 0 {
            lines.push_str(indent);
        } else if length + 1 + letters > width {
            lines.push('\n');
            lines.push_str(indent);
            length = 0;
        } else {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += letters;
    }
    lines.push('\n');
    lines
}
