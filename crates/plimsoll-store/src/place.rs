//! Where a history is: a folder, or a PostgreSQL by URL. A password in it is
//! never said.

mod server;

use std::fmt;
use std::path::PathBuf;

pub use server::PostgresqlServer;
pub(crate) use server::Security;

use crate::Fault;

/// Name of the history's file in its folder; `SQLite` keeps two more beside it while it is open.
pub const FILE_NAME: &str = "history.sqlite3";

/// Where a history is kept.
#[derive(Clone)]
pub enum Place {
    /// In [`FILE_NAME`] in this folder, which is made if it is missing.
    Folder(PathBuf),
    /// In the schema `plimsoll` of a database.
    Postgresql(Box<PostgresqlServer>),
}

impl Place {
    /// A URL of PostgreSQL (`postgres://`, `postgresql://`), else a folder.
    ///
    /// # Errors
    /// [`Fault::Unfit`] for a URL that cannot be read, or of something else.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let Some((scheme, _)) = text.split_once("://") else {
            return Ok(Self::Folder(PathBuf::from(text)));
        };
        if !["postgres", "postgresql"].contains(&scheme) {
            return Err(Fault::Unfit(format!(
                "a history is kept in a folder or in a PostgreSQL (postgres://…), not at {scheme}://…"
            )));
        }
        PostgresqlServer::parse(text).map(|server| Self::Postgresql(Box::new(server)))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "{}", folder.join(FILE_NAME).display()),
            Self::Postgresql(server) => server.fmt(out),
        }
    }
}

/// As it is said, without the password that the client's own would hold.
impl fmt::Debug for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Place({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_folder_and_a_url_are_told_apart() {
        let said = |text: &str| Place::parse(text).map(|place| place.to_string());
        assert_eq!(
            said("var/plimsoll").as_deref(),
            Ok("var/plimsoll/history.sqlite3")
        );
        assert_eq!(
            said("postgres://me:hunter2@db1:5433/ops").as_deref(),
            Ok("postgres://db1:5433/ops")
        );
        assert!(said("mysql://db1/ops").is_err());
    }

    #[test]
    fn a_password_is_never_said() {
        for url in [
            "postgres://me:hunter2@db1/ops",
            "postgres://me:hunter2@db1/ops?password=hunter2",
            "postgres://me:hunter2@db1:port/ops",
            "postgres://me:hunter2@db1/ops?hunter2=1",
            "postgres://me:hunter2%zz@db1/ops",
        ] {
            let said = format!("{:?}", Place::parse(url));
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
}
