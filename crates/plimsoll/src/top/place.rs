//! Where one is in `top`: the view, how it is looked at, and what is being typed.

use super::sort::Sort;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// All servers.
    Servers,
    /// One, by its name.
    Server(String),
    /// What stands on them.
    Services,
    /// What happened, to all or to one.
    Events(Option<String>),
    /// The keys.
    Help,
}

/// A view, and how it is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) view: View,
    /// The row that is marked, or the first that is shown of a text.
    pub(super) at: usize,
    /// As it was typed.
    pub(super) filter: String,
    /// `None`: those not well first.
    pub(super) sort: Option<(Sort, bool)>,
}

impl Place {
    pub(super) const fn new(view: View) -> Self {
        Self {
            view,
            at: 0,
            filter: String::new(),
            sort: None,
        }
    }
}

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Keys are keys.
    Normal,
    /// A command after `:`.
    Command(String),
    /// A filter after `/`; it holds at once.
    Filter,
}
