//! Where a history is: a folder, or a PostgreSQL by URL. A password in it is
//! never said.

use std::fmt;
use std::path::PathBuf;

use tokio_postgres::config::Host;

use crate::Fault;

/// Name of the history's file in its folder; `SQLite` keeps two more beside it while it is open.
pub const FILE_NAME: &str = "history.sqlite3";

/// Where a history is kept.
#[derive(Clone)]
pub enum Place {
    /// In [`FILE_NAME`] in this folder, which is made if it is missing.
    Folder(PathBuf),
    /// In the schema `plimsoll` of a database.
    Postgresql(Box<tokio_postgres::Config>),
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
        // The client's words may quote what it could not read, a password among it.
        let unread = |_| Fault::Unfit("the URL of the history cannot be read".to_owned());
        let config: tokio_postgres::Config = text.parse().map_err(unread)?;
        Ok(Self::Postgresql(Box::new(config)))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "{}", folder.join(FILE_NAME).display()),
            Self::Postgresql(config) => {
                out.write_str("postgres://")?;
                for (index, host) in config.get_hosts().iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    match host {
                        Host::Tcp(name) => write!(out, "{comma}{name}")?,
                        Host::Unix(folder) => write!(out, "{comma}{}", folder.display())?,
                    }
                    let ports = config.get_ports();
                    if let Some(port) = ports.get(index).or_else(|| ports.first()) {
                        write!(out, ":{port}")?;
                    }
                }
                write!(out, "/{}", config.get_dbname().unwrap_or_default())
            }
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
