//! What can be wrong with an address, said without the secrets in it.

/// Why an address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// The text is no address of these engines. It is not told: it may hold a password.
    #[error("not an address of MySQL or MariaDB: write mysql://user@host:port/database")]
    Scheme,
    /// No such parameter.
    #[error(
        "unknown parameter \"{0}\" in the address: it takes socket, ssl-mode, ssl-ca, ssl-cert, ssl-key and connect-timeout"
    )]
    UnknownParameter(String),
    /// A character that is no part of an address as it stands. What it is
    /// near to is not told: it may be a password.
    #[error(
        "the address cannot be read: write %25 for a percent sign, %40 for @, %2F for /, %3F for ?, %3A for : within a name or password"
    )]
    Encoding,
    /// A value outside those that a parameter takes.
    #[error("invalid {name} value \"{value}\": it takes {takes}")]
    Value {
        /// The parameter.
        name: &'static str,
        /// What was given; never of a password.
        value: String,
        /// What it takes.
        takes: &'static str,
    },
    /// Neither the address nor the system says who logs in.
    #[error("no user name: give one (mysql://user@host, or user= in ~/.my.cnf)")]
    NoUser,
    /// Nothing was given and no server is here.
    #[error(
        "no server given and no socket at {0}: say where it is (mysql://user@host, ~/.my.cnf, MYSQL_HOST)"
    )]
    NoSocket(String),
}

impl AddressError {
    pub(super) fn value(name: &'static str, value: &str, takes: &'static str) -> Self {
        Self::Value {
            name,
            value: value.to_owned(),
            takes,
        }
    }
}
