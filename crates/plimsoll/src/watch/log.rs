//! The daemon's own log, on standard error: text with fields, or JSON, a line each.
//! What others said goes through [`said`] before it is written.

use std::io;

use plimsoll_report::redact;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::fmt;

use crate::cli::LogFormat;

/// Begins it, once a process.
pub(super) fn begin(format: LogFormat) {
    let lines = fmt()
        .with_max_level(LevelFilter::INFO)
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_target(false);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
}

/// A stranger's words without what looks like a secret.
pub(super) fn said(text: &str) -> String {
    redact::text(text)
}
