//! What a server reads: settings, where each comes from, and what is wrong.

use std::collections::BTreeMap;
use std::fmt;

use crate::{Engine, Fork, Known, Values, Version};

/// A place in a file: lines and columns count from 1, columns in bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The path as the user would type it from where they stand.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.file, self.line)
    }
}

/// A typed value, in the parameter's own unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A switch.
    Bool(bool),
    /// A whole number, wide enough for `MySQL`'s unsigned 64 bits.
    Int(i128),
    /// A fraction.
    Real(f64),
    /// One of the parameter's names, as the server writes it.
    Enum(String),
    /// Any text.
    Text(String),
}

/// The unit a parameter counts in, as the server names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Bytes.
    B,
    /// Kilobytes (1024 bytes).
    KB,
    /// `PostgreSQL` pages of 8 kB.
    Blocks8KB,
    /// Megabytes.
    MB,
    /// Microseconds.
    Us,
    /// Milliseconds.
    Ms,
    /// Seconds.
    S,
    /// Minutes.
    Min,
    /// Hours.
    H,
    /// Days.
    D,
}

impl Unit {
    /// The name, as `pg_settings.unit` has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::B => "B",
            Self::KB => "kB",
            Self::Blocks8KB => "8kB",
            Self::MB => "MB",
            Self::Us => "us",
            Self::Ms => "ms",
            Self::S => "s",
            Self::Min => "min",
            Self::H => "h",
            Self::D => "d",
        }
    }

    /// Bytes in one of it; `None` for a unit of time.
    pub const fn bytes(self) -> Option<u64> {
        match self {
            Self::B => Some(1),
            Self::KB => Some(1 << 10),
            Self::Blocks8KB => Some(8 << 10),
            Self::MB => Some(1 << 20),
            Self::Us | Self::Ms | Self::S | Self::Min | Self::H | Self::D => None,
        }
    }
}

/// Who set a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Built into the server.
    Default,
    /// A configuration file.
    File(Place),
    /// The file that the server itself writes (`postgresql.auto.conf` by
    /// ALTER SYSTEM, `mysqld-auto.cnf` by SET PERSIST).
    Auto(Place),
    /// An argument of the command line, as given.
    Argument(String),
    /// A manifest (compose, Kubernetes) that carries the value.
    Manifest(Place),
    /// An operator's or image's own formula, named.
    Operator(String),
    /// A running server said so.
    Server,
}

impl Origin {
    /// Where it was written, if in a file.
    pub const fn place(&self) -> Option<&Place> {
        match self {
            Self::File(place) | Self::Auto(place) | Self::Manifest(place) => Some(place),
            Self::Default | Self::Argument(_) | Self::Operator(_) | Self::Server => None,
        }
    }
}

/// A value that was written and lost to a later one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadowed {
    /// Where.
    pub place: Place,
    /// The value as written there.
    pub text: String,
}

/// One parameter in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Canonical name.
    pub name: String,
    /// As the server itself would show it (`postgres -C`, `SHOW VARIABLES`).
    pub value: String,
    /// The same, typed.
    pub typed: Value,
    /// Unit of `value`, if it has one.
    pub unit: Option<Unit>,
    /// As a person would write it (`64MB`, `128M`, `on`).
    pub display: String,
    /// Who set it.
    pub origin: Origin,
    /// What it hides, in the order it was read.
    pub shadowed: Vec<Shadowed>,
}

impl Setting {
    /// The size in bytes, for a parameter that is one and is not negative (a
    /// negative one means "automatic" or "off").
    pub fn bytes(&self) -> Option<u64> {
        bytes_of(&self.typed, self.unit)
    }
}

fn bytes_of(value: &Value, unit: Option<Unit>) -> Option<u64> {
    let unit = unit?.bytes()?;
    match value {
        Value::Int(count) => u64::try_from(*count).ok()?.checked_mul(unit),
        Value::Bool(_) | Value::Real(_) | Value::Enum(_) | Value::Text(_) => None,
    }
}

/// The ways in which reading can go wrong. Each is one rule of the area READ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A line that the server cannot read.
    Syntax,
    /// A parameter that no known version of the engine has.
    UnknownParameter,
    /// A parameter that only another build of the engine has.
    ForkParameter,
    /// A parameter that this version no longer has.
    RemovedParameter,
    /// A parameter that this version does not have yet.
    FutureParameter,
    /// A parameter that goes by another name in this version.
    RenamedParameter,
    /// An abbreviation that fits several parameters.
    AmbiguousParameter,
    /// A parameter that may not be set where it stands.
    NotSettableHere,
    /// A value that is not of the parameter's type, or not one of its names.
    BadValue,
    /// A unit that the server does not take for this parameter.
    WrongUnit,
    /// A number outside the parameter's range.
    OutOfRange,
    /// A number that the server will take after changing it.
    AdjustedValue,
    /// A number without a unit where it means something else than it looks.
    MissingUnit,
    /// Set more than once; the last counts.
    ShadowedValue,
    /// Still read, and on its way out.
    DeprecatedParameter,
    /// Settings in a group that this server does not read.
    IgnoredGroup,
    /// An included file that is not there.
    MissingInclude,
    /// Includes that run in a circle or too deep.
    IncludeLoop,
    /// An include, a link or a folder that leaves what is being checked.
    OutsideNotFollowed,
    /// A file that cannot be opened.
    UnreadableFile,
    /// A file that is too large to be a configuration.
    FileTooLarge,
    /// A file that is not text.
    NotText,
    /// A byte-order mark in front of the first line.
    ByteOrderMark,
    /// A file that the server ignores for its permissions.
    IgnoredFile,
    /// A value that is worked out elsewhere: a formula that is not, or not wholly,
    /// filled in.
    Unresolved,
    /// A version that the catalogue does not have or that was half given.
    NearestSeries,
    /// Values that are right alone and stop the server together; a rule of their
    /// own says so.
    Contradiction,
    /// A version was told, and where the configuration lies names another.
    VersionContradiction,
}

/// Something wrong with what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// Which way.
    pub kind: ProblemKind,
    /// The parameter it is about, by its canonical name; one that the engine
    /// does not know as it is written, in the letters of the engine's names.
    pub parameter: Option<String>,
    /// What is wrong and what to do, in one or two sentences.
    pub message: String,
    /// Whether this server would refuse to start or to read the file.
    pub fatal: bool,
}

/// What a server would have in force from what was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The engine.
    pub engine: Engine,
    /// The version, if it is known.
    pub version: Known<Version>,
    /// Who built it, as far as it says so.
    pub fork: Fork,
    /// The catalogue's series by which it was read (the nearest one).
    pub series: Version,
    /// What files and arguments set, by canonical name.
    pub settings: BTreeMap<String, Setting>,
    /// What is wrong, in the order of the files and lines.
    pub problems: Vec<Problem>,
    /// Every file that was read, in order.
    pub files: Vec<String>,
}

/// Every value in force, defaults included: what the bill and the rules ask.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    /// The engine.
    pub engine: Engine,
    /// The catalogue's series by which defaults were filled in.
    pub series: Version,
    /// Whether that series was told or assumed.
    pub series_known: bool,
    /// Value and unit by canonical name.
    pub values: Values,
}

impl InForce {
    /// A size in bytes; `None` when not there, negative, or not a size.
    pub fn bytes(&self, name: &str) -> Option<u64> {
        let (value, unit) = self.values.get(name)?;
        bytes_of(value, *unit)
    }

    /// A whole number in the parameter's own unit.
    pub fn int(&self, name: &str) -> Option<i128> {
        match self.values.get(name)?.0 {
            Value::Int(number) => Some(number),
            Value::Bool(_) | Value::Real(_) | Value::Enum(_) | Value::Text(_) => None,
        }
    }

    /// A whole number that counts something: negative ones (automatic, off)
    /// are `None`.
    pub fn count(&self, name: &str) -> Option<u64> {
        u64::try_from(self.int(name)?).ok()
    }

    /// A fraction, or a whole number as one.
    pub fn real(&self, name: &str) -> Option<f64> {
        match self.values.get(name)?.0 {
            Value::Real(number) => Some(number),
            Value::Int(number) => Some(number as f64),
            Value::Bool(_) | Value::Enum(_) | Value::Text(_) => None,
        }
    }

    /// Text or the name of an enum's value.
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.values.get(name)?.0 {
            Value::Enum(text) | Value::Text(text) => Some(text),
            Value::Bool(_) | Value::Int(_) | Value::Real(_) => None,
        }
    }

    /// A switch; an enum's `on` and `off` count as one.
    pub fn is_on(&self, name: &str) -> Option<bool> {
        match &self.values.get(name)?.0 {
            Value::Bool(on) => Some(*on),
            Value::Enum(text) if text.eq_ignore_ascii_case("on") => Some(true),
            Value::Enum(text) if text.eq_ignore_ascii_case("off") => Some(false),
            Value::Int(_) | Value::Real(_) | Value::Enum(_) | Value::Text(_) => None,
        }
    }
}
