//! An option that a name was found to be, and what the prefixes in front of the name
//! make of it.

use crate::catalogue::{self, Parameter, Series, Span};

/// An option of this series.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) parameter: &'static Parameter,
    pub(super) span: &'static Span,
}

impl Known {
    /// The name of the variable that it sets in `series`, or its own where
    /// that is not known there by another (`slave_net_timeout` in MySQL 5.7).
    pub(super) fn variable(&self, series: Series) -> &'static str {
        let other = self.parameter.alias_of.filter(|name| {
            let other = catalogue::lookup(series.engine(), name);
            other.is_some_and(|other| other.at(series).is_some())
        });
        other.unwrap_or(self.parameter.name)
    }
}

/// What the prefixes in front of a name make of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Prefixes {
    /// `loose-`: an unknown name is passed over.
    pub(super) loose: bool,
    /// `autoset-`: the server chooses (MariaDB).
    pub(super) autoset: bool,
    /// The prefix right before the name that was found, if it changes the
    /// value.
    pub(super) last: Option<Prefix>,
}

/// A prefix that changes what the value means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// `skip-`, `disable-`: off, or on for `=0`.
    Off,
    /// `enable-`: on, or off for `=0`.
    On,
    /// `maximum-`: the most a session may ask for.
    Maximum,
}
