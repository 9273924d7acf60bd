//! A parameter and what holds of it in each series: plain data, made by
//! `cargo xtask gen` from `catalogue/*.toml`.

use plimsoll_model::{Engine, Unit};

use super::series::Series;

/// A parameter of a server, or an option that is no variable.
#[derive(Debug)]
pub struct Parameter {
    /// The name as the server shows it. Option names of `MySQL` and `MariaDB`
    /// are here with `_`; a `-` in a file means the same.
    pub name: &'static str,
    /// The engine it belongs to.
    pub engine: Engine,
    /// Extension or plugin that brings it; `None` for the server's own. A
    /// server that has not loaded it does not know the name.
    pub module: Option<&'static str>,
    /// One line on what it is for, where it matters.
    pub about: Option<&'static str>,
    /// Page of the manual that describes it.
    pub page: Option<&'static str>,
    /// The variable that this option sets, where that has another name
    /// (`transaction_isolation` sets `tx_isolation` in `MariaDB` 10.11).
    pub alias_of: Option<&'static str>,
    /// The parameter that took its place when it went.
    pub became: Option<&'static str>,
    /// Old names that servers still take for it.
    pub also: &'static [OldName],
    /// What holds in which series; oldest first, never overlapping. Empty for
    /// a name that no series of the catalogue knows any more.
    pub spans: &'static [Span],
}

/// An old name that a run of series takes for a parameter.
#[derive(Clone, Copy, Debug)]
pub struct OldName {
    /// The old name.
    pub name: &'static str,
    /// [`Series::index`] of the first series.
    pub first: u8,
    /// [`Series::index`] of the last series.
    pub last: u8,
}

/// What holds of a parameter in a run of series.
#[derive(Debug)]
pub struct Span {
    /// [`Series::index`] of the first series.
    pub first: u8,
    /// [`Series::index`] of the last series.
    pub last: u8,
    /// Its type, with range or words.
    pub kind: Kind,
    /// The unit of a bare number, and of `default` and the range. `None`: a
    /// count, or no number at all.
    pub unit: Option<Unit>,
    /// The value built in, in the parameter's unit, as the server shows it.
    /// `None`: the server works it out from the machine or the build, or has
    /// none (`NULL`).
    pub default: Option<&'static str>,
    /// When a change takes effect.
    pub context: Context,
    /// How a file or command line may give it.
    pub argument: Argument,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A switch.
    Bool,
    /// A whole number in a range.
    Integer {
        /// Least value allowed.
        min: i128,
        /// Greatest value allowed.
        max: i128,
        /// `MySQL` and `MariaDB` round down to a multiple of it; 1 when not.
        block: u64,
    },
    /// A fraction in a range.
    Real {
        /// Least value allowed.
        min: f64,
        /// Greatest value allowed.
        max: f64,
    },
    /// One of some words. A server that takes a number too counts from 0
    /// (`MySQL`, `MariaDB`).
    Enum {
        /// The words, as the server shows them.
        values: &'static [&'static str],
        /// Words taken besides, and what each means (`yes` is `on`).
        synonyms: &'static [(&'static str, &'static str)],
    },
    /// Some of the words, with commas between (`sql_mode`).
    Set {
        /// The words, in the order of their bits.
        values: &'static [&'static str],
    },
    /// `word=on|off|default` with commas between (`optimizer_switch`).
    FlagSet {
        /// The words, in the order of their bits.
        values: &'static [&'static str],
    },
    /// Any text.
    Text,
}

/// When a change of a parameter takes effect. `PostgreSQL`'s are
/// `pg_settings.context`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// `PostgreSQL` internal, or a read-only variable with no option: it
    /// cannot be set.
    Internal,
    /// `PostgreSQL`: at server start.
    Postmaster,
    /// `PostgreSQL`: on reload.
    Sighup,
    /// `PostgreSQL`: in new sessions; to set it in a connection request takes
    /// a superuser.
    SuperuserBackend,
    /// `PostgreSQL`: in new sessions.
    Backend,
    /// `PostgreSQL`: on reload, or by SET of a superuser.
    Superuser,
    /// `PostgreSQL`: on reload, or by SET of anyone.
    User,
    /// `MySQL`, `MariaDB`: a variable that is fixed at start.
    Static,
    /// `MySQL`, `MariaDB`: SET GLOBAL.
    Global,
    /// `MySQL`, `MariaDB`: SET GLOBAL for new sessions, SET for this one.
    Session,
    /// `MySQL`, `MariaDB`: SET of the session alone.
    SessionOnly,
    /// `MySQL`, `MariaDB`: an option of the server's start that is no
    /// variable.
    Option,
    /// `MariaDB`: taken with a warning and without effect, so that an old
    /// `my.cnf` or one of `MySQL` still starts it.
    Ignored,
}

/// What it takes for a changed file to take effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TakesEffect {
    /// It cannot be changed.
    Never,
    /// By a restart of the server.
    OnRestart,
    /// By a reload (SIGHUP), in running sessions too.
    OnReload,
    /// By a reload, in sessions that begin after it.
    InNewSessions,
    /// By SET GLOBAL in the running server; the file is read at restart.
    BySetGlobal,
}

impl Context {
    /// What it takes for a changed file to take effect.
    pub const fn takes_effect(self) -> TakesEffect {
        match self {
            Self::Internal | Self::SessionOnly | Self::Ignored => TakesEffect::Never,
            Self::Postmaster | Self::Static | Self::Option => TakesEffect::OnRestart,
            Self::Sighup | Self::Superuser | Self::User => TakesEffect::OnReload,
            Self::SuperuserBackend | Self::Backend => TakesEffect::InNewSessions,
            Self::Global | Self::Session => TakesEffect::BySetGlobal,
        }
    }
}

/// How a file or command line may give a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    /// The name alone; a value is an error (`ansi`).
    None,
    /// With a value or without (`general_log`, `innodb_file_per_table`).
    Optional,
    /// Only with a value.
    Required,
    /// It cannot stand in a file or on the command line: the server calls the
    /// name unknown (`MySQL`, `MariaDB`).
    NotAnOption,
}

impl Parameter {
    /// What holds in `series`; `None` when that series does not know it, or is
    /// another engine's.
    pub fn at(&self, series: Series) -> Option<&'static Span> {
        if series.engine() != self.engine {
            return None;
        }
        let index = series.index();
        self.spans
            .iter()
            .find(|span| span.first <= index && index <= span.last)
    }

    /// The first series of the catalogue that knows it.
    pub fn since(&self) -> Option<Series> {
        let first = self.spans.first()?.first;
        Series::all(self.engine).nth(usize::from(first))
    }

    /// The last series of the catalogue that knows it.
    pub fn until(&self) -> Option<Series> {
        let last = self.spans.last()?.last;
        Series::all(self.engine).nth(usize::from(last))
    }

    /// Whether this is a variable that a running server shows, not only an
    /// option of its start.
    pub fn is_variable(&self, series: Series) -> bool {
        self.at(series)
            .is_some_and(|span| !matches!(span.context, Context::Option | Context::Ignored))
    }
}
