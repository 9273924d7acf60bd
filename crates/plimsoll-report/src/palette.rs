//! Colours, or none. The caller knows whether a terminal reads along.

use anstyle::{AnsiColor, Style};
use plimsoll_model::{Severity, Verdict};

/// Whether to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// No escape ever.
    #[default]
    Plain,
    /// The sixteen colours every terminal has.
    Ansi,
}

impl Palette {
    pub(crate) fn severity(self, severity: Severity, text: &str) -> String {
        let colour = match severity {
            Severity::Critical => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Cyan,
        };
        self.paint(Style::new().bold().fg_color(Some(colour.into())), text)
    }

    pub(crate) fn verdict(self, verdict: Verdict, text: &str) -> String {
        let colour = match verdict {
            Verdict::Over => AnsiColor::Red,
            Verdict::AtRisk => AnsiColor::Yellow,
            Verdict::Within => AnsiColor::Green,
            Verdict::Unknown => AnsiColor::Cyan,
        };
        self.paint(Style::new().bold().fg_color(Some(colour.into())), text)
    }

    pub(crate) fn strong(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub(crate) fn faint(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    pub(crate) fn removed(self, text: &str) -> String {
        self.paint(Style::new().fg_color(Some(AnsiColor::Red.into())), text)
    }

    pub(crate) fn added(self, text: &str) -> String {
        self.paint(Style::new().fg_color(Some(AnsiColor::Green.into())), text)
    }

    fn paint(self, style: Style, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Ansi => format!("{style}{text}{style:#}"),
        }
    }
}
