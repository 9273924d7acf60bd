//! The shape of a rule.

use plimsoll_model::{Engine, ProblemKind, Severity};

use crate::answer::Answer;
use crate::{Input, Seen};

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
    /// Whether it is asked without `--all`.
    pub on: bool,
    /// The controls it serves, for those who must show them
    /// (`CIS PostgreSQL: Logging`, `SOC 2 CC7.2`).
    pub controls: &'static [&'static str],
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

    /// What it may say, whether it is asked unbidden, which controls it serves.
    pub fn standing(&self) -> String {
        let worst = self.worst.as_str();
        let asked = if self.on { "" } else { "; asked with `--all`" };
        let controls = if self.controls.is_empty() {
            String::new()
        } else {
            format!(" Serves {}.", self.controls.join(", "))
        };
        format!("At worst {worst}{asked}.{controls}")
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
    /// It asks a running server, and nothing where files are judged.
    Running(fn(&Input<'_>, &Seen) -> Answer),
    /// Nothing asks it: it is said where it happens (a fault of Plimsoll
    /// itself, a suppression that is overdue).
    Elsewhere,
}

/// Declares a rule: the doc comment becomes its page. `on: false` keeps it
/// behind `--all`; `controls` names the controls it serves.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $NAME:ident {
            postgresql: $postgresql:expr,
            mysql: $mysql:expr,
            name: $name:literal,
            worst: $worst:ident,
            $(on: $on:expr,)?
            $(controls: [$($control:literal),+ $(,)?],)?
            look: $look:expr $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        pub(crate) static $NAME: $crate::rule::Rule = $crate::rule::Rule {
            postgresql: $postgresql,
            mysql: $mysql,
            name: $name,
            worst: plimsoll_model::Severity::$worst,
            on: true $(&& $on)?,
            controls: &[$($($control),+)?],
            page: concat!($($doc, "\n"),+),
            look: $look,
        };
    };
}

pub(crate) use rule;
