//! The three database engines. A new one is a new variant: the compiler then
//! asks every `match` for the rest, because none has a catch-all arm.

use std::fmt;

/// A database engine whose configuration Plimsoll reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Engine {
    /// PostgreSQL and its builds.
    Postgresql,
    /// `MySQL` and its close forks (Percona Server, Aurora `MySQL`).
    Mysql,
    /// `MariaDB`.
    Mariadb,
}

impl Engine {
    /// Every engine, in the order of the contract.
    pub const ALL: [Self; 3] = [Self::Postgresql, Self::Mysql, Self::Mariadb];

    /// The name on the command line and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Postgresql => "postgresql",
            Self::Mysql => "mysql",
            Self::Mariadb => "mariadb",
        }
    }

    /// The name as its makers write it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Postgresql => "PostgreSQL",
            Self::Mysql => "MySQL",
            Self::Mariadb => "MariaDB",
        }
    }

    /// The engine of that name, as the command line takes it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.as_str() == name)
    }

    /// Whether the option file is a my.cnf (`MySQL`'s dialect).
    pub const fn reads_my_cnf(self) -> bool {
        match self {
            Self::Postgresql => false,
            Self::Mysql | Self::Mariadb => true,
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
