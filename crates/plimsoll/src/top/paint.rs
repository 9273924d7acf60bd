//! What stands out, in colours where there may be some and without where not.

use plimsoll_report::Palette;
use ratatui::style::{Color, Modifier, Style};

/// What may be passed over.
pub(super) const FAINT: Style = Style::new().add_modifier(Modifier::DIM);
/// The row that is marked.
pub(super) const MARKED: Style = Style::new().add_modifier(Modifier::REVERSED);

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paint(pub(super) Palette);

impl Paint {
    fn colour(self, colour: Color) -> Style {
        match self.0 {
            Palette::Ansi => Style::new().fg(colour),
            Palette::Plain => Style::new(),
        }
    }

    /// Not well.
    pub(super) fn bad(self) -> Style {
        self.colour(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// Near to it.
    pub(super) fn doubtful(self) -> Style {
        self.colour(Color::Yellow)
    }

    /// Well.
    pub(super) fn good(self) -> Style {
        self.colour(Color::Green)
    }

    /// Heads.
    pub(super) fn head(self) -> Style {
        self.colour(Color::Cyan).add_modifier(Modifier::BOLD)
    }
}
