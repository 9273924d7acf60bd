//! A PostgreSQL by its URL, and how safe the way to it is: in plain text on this
//! machine alone, elsewhere with a certificate that is verified.
//!
//! Of libpq's sslmodes only the first and the last are taken: what lies between
//! lets someone on the way read the history or answer in its place.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::Fault;

/// How the way to a server is secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// Not at all.
    Plain,
    /// TLS; the certificate is this host's and signed by an authority of the
    /// file, or by one that the machine trusts.
    Verified { roots: Option<PathBuf> },
}

/// A database of a PostgreSQL.
#[derive(Clone)]
pub struct PostgresqlServer {
    pub(crate) config: Config,
    pub(crate) security: Security,
}

impl PostgresqlServer {
    pub(super) fn parse(url: &str) -> Result<Self, Fault> {
        let (rest, query) = url.split_once('?').unwrap_or((url, ""));
        let (ours, others): (Vec<&str>, Vec<&str>) = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .partition(|pair| pair.starts_with("sslmode=") || pair.starts_with("sslrootcert="));
        // The client's words may quote what it could not read, a password among it.
        let unread = |_| Fault::Unfit("the URL of the history cannot be read".to_owned());
        let others = others.join("&");
        let mut config: Config = format!("{rest}?{others}").parse().map_err(unread)?;
        let value = |key: &str| ours.iter().rev().find_map(|pair| pair.strip_prefix(key));
        let roots = value("sslrootcert=").map(PathBuf::from);
        let security = match value("sslmode=") {
            Some("disable") => Security::Plain,
            None if roots.is_none() && is_here(&config) => Security::Plain,
            None | Some("verify-full") => Security::Verified { roots },
            Some(_) => {
                return Err(Fault::Unfit(
                    "a history's sslmode is verify-full, the one for another machine, or disable"
                        .to_owned(),
                ));
            }
        };
        config.ssl_mode(match security {
            Security::Plain => SslMode::Disable,
            Security::Verified { .. } => SslMode::Require,
        });
        Ok(Self { config, security })
    }

    /// With a password that its URL leaves out: one from a file or a command.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        self.config.password(password);
        self
    }
}

/// Whether nothing of the way is outside of this machine.
fn is_here(config: &Config) -> bool {
    let is_local = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            let address = name.trim_matches(['[', ']']).parse::<IpAddr>();
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
    };
    // An address goes before the name that stands beside it.
    config.get_hosts().iter().all(is_local)
        && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// Where it is, for a person: its user and password are left out.
impl fmt::Display for PostgresqlServer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("postgres://")?;
        let ports = self.config.get_ports();
        for (index, host) in self.config.get_hosts().iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(out, "{comma}{name}")?,
                Host::Unix(folder) => write!(out, "{comma}{}", folder.display())?,
            }
            if let Some(port) = ports.get(index).or_else(|| ports.first()) {
                write!(out, ":{port}")?;
            }
        }
        write!(out, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{PostgresqlServer, Security};
    use std::path::PathBuf;

    #[test]
    fn plain_text_is_for_this_machine_or_where_it_is_asked_for() {
        let security = |url: &str| PostgresqlServer::parse(url).ok().map(|it| it.security);
        let verified = |roots: Option<&str>| {
            let roots = roots.map(PathBuf::from);
            Some(Security::Verified { roots })
        };
        for url in [
            "postgres://me@localhost/ops",
            "postgres://me@127.0.0.9/ops",
            "postgres://me@[::1]/ops",
            "postgres://me@%2Frun%2Fpostgresql/ops",
            "postgres://me@db1/ops?sslmode=disable",
        ] {
            assert_eq!(security(url), Some(Security::Plain), "{url}");
        }
        for url in [
            "postgres://me@db1/ops",
            "postgres://me@localhost,db1/ops",
            "postgres://me@localhost/ops?hostaddr=10.0.0.1",
            "postgres://me@localhost/ops?sslmode=verify-full",
            "postgres://me@10.0.0.1/ops?connect_timeout=3",
        ] {
            assert_eq!(security(url), verified(None), "{url}");
        }
        let url = "postgres://me@db1/ops?connect_timeout=3&sslrootcert=/etc/ca.pem";
        assert_eq!(security(url), verified(Some("/etc/ca.pem")));
        assert_eq!(security("postgres://me@db1/ops?sslmode=require"), None);
    }
}
