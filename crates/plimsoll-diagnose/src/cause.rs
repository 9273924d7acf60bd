//! The shape of a cause, and the words it is weighed with.

use plimsoll_model::{CauseClass, Layer, LogLine};

use crate::signal::Signal;
use crate::story::{Story, lines};
pub(crate) use crate::weight::Weight;

/// Evidence lines that a cause shows.
const EVIDENCE_MAX: usize = 12;

/// A cause: what it is called, what kind it is, its page and how it is weighed.
pub(crate) struct CauseKind {
    /// Its name, in words that do not change.
    pub(crate) name: &'static str,
    /// Its kind.
    pub(crate) class: CauseClass,
    /// Where it has to be mended; none where nothing has to be.
    pub(crate) layer: Option<Layer>,
    /// Its doc comment: what it is, how it shows, what speaks against it, what to do.
    pub(crate) page: &'static str,
    /// Weighs it; none where nothing speaks for it.
    pub(crate) weigh: fn(&Story) -> Option<Weighed>,
}

impl CauseKind {
    /// Its page in Markdown.
    pub(crate) fn markdown(&self) -> String {
        // A doc comment's lines begin with the space behind its slashes.
        let lines = self.page.lines();
        let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A cause as it was weighed.
#[derive(Clone, Debug)]
pub(crate) struct Weighed {
    /// The sum of what speaks for it, less what speaks against it.
    pub(crate) log_odds: f64,
    /// What happened and what mends it.
    pub(crate) message: String,
    /// Parameters to blame.
    pub(crate) parameters: Vec<String>,
    /// Where it has to be mended, if that is not the kind's own layer.
    pub(crate) layer: Option<Layer>,
    /// What speaks for it.
    pub(crate) evidence: Vec<LogLine>,
    /// What speaks against it.
    pub(crate) against: Vec<String>,
}

impl Weighed {
    /// Log odds of a cause for which nothing speaks: one in some twenty.
    const PRIOR: f64 = -3.0;

    /// A cause with nothing but its words.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            log_odds: Self::PRIOR,
            message: message.into(),
            parameters: Vec::new(),
            layer: None,
            evidence: Vec::new(),
            against: Vec::new(),
        }
    }

    /// Signals that speak for it, as one observation.
    pub(crate) fn shown<'a>(
        mut self,
        weight: Weight,
        signals: impl IntoIterator<Item = &'a Signal>,
    ) -> Self {
        let mut lines = lines(signals);
        if !lines.is_empty() {
            self.log_odds += weight.log_odds();
            lines.retain(|line| !self.evidence.contains(line));
            self.evidence.append(&mut lines);
            self.evidence.truncate(EVIDENCE_MAX);
        }
        self
    }

    /// Lines that speak for it and are no log's: room is made for them.
    pub(crate) fn shown_besides(mut self, weight: Weight, lines: &[LogLine]) -> Self {
        self.log_odds += weight.log_odds();
        self.evidence
            .truncate(EVIDENCE_MAX.saturating_sub(lines.len()));
        self.evidence.extend_from_slice(lines);
        self
    }

    /// Something that speaks for it and has no line of its own: what is absent,
    /// a figure, the order of things.
    pub(crate) fn holds(mut self, weight: Weight, holds: bool) -> Self {
        if holds {
            self.log_odds += weight.log_odds();
        }
        self
    }

    /// What speaks against it, if it holds.
    pub(crate) fn against(mut self, weight: Weight, holds: bool, why: &str) -> Self {
        if holds {
            self.log_odds -= weight.log_odds();
            self.against.push(why.to_owned());
        }
        self
    }

    /// Canonical names of the parameters to blame, most to blame first.
    pub(crate) fn blames(mut self, parameters: &[&str]) -> Self {
        let names = parameters.iter().map(|name| (*name).to_owned());
        self.parameters.extend(names);
        self
    }

    /// Mended elsewhere than the kind's own layer.
    pub(crate) fn mended_in(mut self, layer: Layer) -> Self {
        self.layer = Some(layer);
        self
    }
}

/// Declares a cause: the doc comment becomes its page.
macro_rules! cause {
    (
        $(#[doc = $doc:literal])+
        $NAME:ident {
            name: $name:literal,
            class: $class:ident,
            layer: $layer:expr,
            weigh: $weigh:expr $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        pub(crate) static $NAME: $crate::cause::CauseKind = $crate::cause::CauseKind {
            name: $name,
            class: plimsoll_model::CauseClass::$class,
            layer: $layer,
            page: concat!($($doc, "\n"),+),
            weigh: $weigh,
        };
    };
}

pub(crate) use cause;
