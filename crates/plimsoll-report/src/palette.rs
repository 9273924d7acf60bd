//! Colours, or none, and how wide. The caller knows whether a terminal reads along.

use annotate_snippets::Renderer;
use annotate_snippets::renderer::DecorStyle;
use anstyle::{AnsiColor, Style};
use plimsoll_model::{Severity, Verdict};

/// What a text is shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its colours.
    pub palette: Palette,
    /// Letters to a line; what cannot be broken may be longer.
    pub width: usize,
}

impl Screen {
    /// The renderer of marked lines, in the palette's colours.
    pub(crate) fn renderer(self) -> Renderer {
        let renderer = match self.palette {
            Palette::Plain => Renderer::plain(),
            Palette::Ansi => Renderer::styled()
                .error(severity_style(Severity::Critical))
                .warning(severity_style(Severity::Warning))
                .info(severity_style(Severity::Info))
                .help(Style::new().bold().fg_color(Some(AnsiColor::Green.into())))
                .addition(Style::new().fg_color(Some(AnsiColor::Green.into())))
                .removal(Style::new().fg_color(Some(AnsiColor::Red.into())))
                .line_num(Style::new().dimmed())
                .context(Style::new().dimmed()),
        };
        renderer
            .term_width(self.width)
            .decor_style(DecorStyle::Unicode)
    }
}

const fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Critical => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    };
    Style::new()
        .bold()
        .fg_color(Some(anstyle::Color::Ansi(colour)))
}

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
        self.paint(severity_style(severity), text)
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
