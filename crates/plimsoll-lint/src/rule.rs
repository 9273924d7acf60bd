//! The shape of a rule.

use plimsoll_model::{Confidence, Engine, FindingEvidence, Fix, Place, ProblemKind, Severity};

use crate::Input;

/// A rule: what it is called, the worst it may say, its page and its code.
#[derive(Debug)]
pub struct Rule {
    /// Code for `PostgreSQL`; `None`: not a question of that engine.
    pub postgresql: Option<&'static str>,
    /// Code for `MySQL` and `MariaDB`.
    pub mysql: Option<&'static str>,
    /// Name of the fault, in words that do not change.
    pub name: &'static str,
    /// The worst it may say. `Critical` only for those on the closed list.
    pub worst: Severity,
    /// Its doc comment: what it finds, why it matters, an example, what to do
    /// instead, sources. [`Self::markdown`] is the page to show.
    pub(crate) page: &'static str,
    /// How it looks.
    pub(crate) look: Look,
}

impl Rule {
    /// Its code for an engine.
    pub const fn code(&self, engine: Engine) -> Option<&'static str> {
        match engine {
            Engine::Postgresql => self.postgresql,
            Engine::Mysql | Engine::Mariadb => self.mysql,
        }
    }

    /// Its codes, `PostgreSQL`'s first.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.postgresql.into_iter().chain(self.mysql)
    }

    /// Its page in Markdown.
    pub fn markdown(&self) -> String {
        // A doc comment's lines begin with the space behind its slashes.
        let lines = self.page.lines();
        let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What it finds, as the first paragraph of its page says.
    pub fn finds(&self) -> String {
        let page = self.markdown();
        let body = page.trim_start();
        let body = body.strip_prefix("## What it finds").unwrap_or(body);
        let paragraph = body.trim_start().split("\n\n").next().unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// How a rule looks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Look {
    /// Every problem of a kind is a finding: critical when it is fatal, else
    /// as given.
    Problem(ProblemKind, Severity),
    /// Every mistake in a load file is a finding.
    LoadProblem,
    /// It asks the settings and the bill.
    Ask(fn(&Input<'_>) -> Answer),
    /// A fault of Plimsoll itself; nothing asks for it.
    Fault,
}

/// What a rule that asks may answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// What it found, most often nothing or one.
    Found(Vec<Found>),
    /// It could not look; the facts that are missing.
    Needs(Vec<&'static str>),
}

/// A finding before it is given its rule's code and name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) severity: Severity,
    pub(crate) confidence: Confidence,
    pub(crate) message: String,
    pub(crate) parameters: Vec<String>,
    pub(crate) evidence: Vec<FindingEvidence>,
    pub(crate) location: Option<Place>,
    pub(crate) fix: Option<Fix>,
}

/// Declares a rule: the doc comment becomes its page.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $NAME:ident {
            postgresql: $postgresql:expr,
            mysql: $mysql:expr,
            name: $name:literal,
            worst: $worst:ident,
            look: $look:expr $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        pub(crate) static $NAME: $crate::rule::Rule = $crate::rule::Rule {
            postgresql: $postgresql,
            mysql: $mysql,
            name: $name,
            worst: plimsoll_model::Severity::$worst,
            page: concat!($($doc, "\n"),+),
            look: $look,
        };
    };
}

pub(crate) use rule;
