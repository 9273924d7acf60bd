//! Release series: the versions of an engine that share one set of parameters.
//!
//! Knows which series the catalogue describes and which of them stands for a
//! version; knows no parameter.

use std::fmt;

use plimsoll_model::{Engine, Version};

/// A series the catalogue describes (`PostgreSQL` 16, `MariaDB` 10.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Series {
    engine: Engine,
    index: u8,
}

/// How well a series fits the version asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exactness {
    /// The version belongs to the series.
    Exact,
    /// The catalogue does not know the version, or it was half given ("8"):
    /// the series is the one nearest to it.
    Nearest,
}

/// Where the rows of a series come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadFrom {
    /// A running server of that version.
    Server(&'static str),
    /// Its manual and sources: no server of the series was at hand.
    Manual,
}

const POSTGRESQL: &[Version] = &[
    Version::major(12),
    Version::major(13),
    Version::major(14),
    Version::major(15),
    Version::major(16),
    Version::major(17),
    Version::major(18),
];
const MYSQL: &[Version] = &[
    Version::new(5, 7),
    Version::new(8, 0),
    Version::new(8, 4),
    Version::new(9, 7),
];
const MARIADB: &[Version] = &[
    Version::new(10, 6),
    Version::new(10, 11),
    Version::new(11, 4),
    Version::new(11, 8),
];

const fn versions(engine: Engine) -> &'static [Version] {
    match engine {
        Engine::Postgresql => POSTGRESQL,
        Engine::Mysql => MYSQL,
        Engine::Mariadb => MARIADB,
    }
}

impl Series {
    /// Every series of `engine`, oldest first.
    pub fn all(engine: Engine) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        (0..versions(engine).len()).map(move |index| Self {
            engine,
            index: index as u8,
        })
    }

    /// The newest series of `engine`.
    pub fn newest(engine: Engine) -> Self {
        Self {
            engine,
            index: (versions(engine).len() - 1) as u8,
        }
    }

    /// The series of that name (`16`, `10.11`).
    pub fn named(engine: Engine, name: &str) -> Option<Self> {
        Self::all(engine).find(|series| series.to_string() == name)
    }

    /// The series that stands for `version`.
    ///
    /// A version outside the catalogue, and one that is only half given, gets
    /// the nearest: the newest where it is newer still (`MySQL`'s calendar
    /// versions, 26.1, come after 9.7), else by first number, then by second,
    /// the newer of two as near.
    pub fn nearest(engine: Engine, version: &Version) -> (Self, Exactness) {
        let exact = |series: &Self| {
            let own = series.version();
            own.major == version.major && own.minor.is_none_or(|minor| version.minor == Some(minor))
        };
        if let Some(series) = Self::all(engine).find(exact) {
            return (series, Exactness::Exact);
        }
        let newest = Self::newest(engine);
        if *version > newest.version() {
            return (newest, Exactness::Nearest);
        }
        let distance = |series: &Self| {
            let own = series.version();
            let minors = match (own.minor, version.minor) {
                (Some(own), Some(asked)) => own.abs_diff(asked),
                (Some(_), None) | (None, Some(_) | None) => 0,
            };
            (own.major.abs_diff(version.major), minors)
        };
        let nearest = Self::all(engine).rev().min_by_key(distance);
        (nearest.unwrap_or(newest), Exactness::Nearest)
    }

    /// The engine it is a series of.
    pub const fn engine(self) -> Engine {
        self.engine
    }

    /// The numbers of its name.
    pub fn version(self) -> Version {
        versions(self.engine)[usize::from(self.index)]
    }

    /// Its place among the engine's series, oldest first.
    pub const fn index(self) -> u8 {
        self.index
    }
}

impl fmt::Display for Series {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.version().fmt(out)
    }
}
