//! What may happen to `top`: keys, the daemon's answers, time, and a view's extent.

use std::time::Duration;

use plimsoll_report::json::{Figures, Series, Status};

/// A key, told apart as far as `top` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A letter, as it was typed.
    Letter(char),
    Enter,
    Escape,
    Backspace,
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    /// Ctrl-c.
    Interrupt,
}

/// What may happen.
#[derive(Clone, Debug)]
pub(super) enum Input {
    /// A key was pressed.
    Key(Key),
    /// The daemon was asked.
    Answer(Result<Box<Answer>, String>),
    /// So much time has gone by since the beginning.
    Tick(Duration),
    /// The view was drawn, and this was its extent.
    Drawn(Extent),
}

/// What the daemon said.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// Of all servers that are wanted.
    pub(super) status: Status,
    /// Of the one that is looked at; why not, where it could not be had.
    pub(super) detail: Option<Result<Detail, String>>,
}

/// One server more closely.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Detail {
    pub(super) figures: Figures,
    /// Held memory of the last 15 minutes.
    pub(super) held: Series,
    /// Sessions of the last 15 minutes, by state.
    pub(super) sessions: Series,
}

/// How many rows a view has, and how many of them fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) rows: usize,
    pub(super) room: usize,
    /// Whether a row is marked; else the view is text that is scrolled.
    pub(super) is_list: bool,
}
