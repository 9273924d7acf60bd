//! What can be wrong with an address, said without the secrets in it.

/// Why an address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No such parameter.
    #[error(
        "invalid connection option \"{0}\": see the parameter key words of libpq (PostgreSQL manual, 32.1.2)"
    )]
    UnknownParameter(String),
    /// A parameter that would be a safeguard, and is not kept here.
    #[error("the connection option \"{name}\" is not supported here: leave it out")]
    Unsupported {
        /// The parameter.
        name: &'static str,
    },
    /// A name with no value.
    #[error("missing \"=\" after \"{0}\" in the connection string")]
    NoValue(String),
    /// A quote that does not end.
    #[error("unterminated quoted string in the connection string")]
    OpenQuote,
    /// An IPv6 address whose bracket does not close.
    #[error("missing \"]\" after an IPv6 address in the connection address")]
    OpenBracket,
    /// A character that is no part of an address as it stands. What it is
    /// near to is not told: it may be a password.
    #[error(
        "the connection address cannot be read: write %25 for a percent sign, %40 for @, %2F for /, %3F for ?, %3A for : within a name or password"
    )]
    Encoding,
    /// Something that is no parameter after a password: perhaps its end.
    #[error(
        "what follows the password in the connection string is no option: put the password in single quotes"
    )]
    AfterPassword,
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
    /// Lists of hosts, addresses or ports of different lengths.
    #[error("{hosts} hosts but {others} {what} in the connection address: give one for each")]
    Lists {
        /// Hosts.
        hosts: usize,
        /// Which other list.
        what: &'static str,
        /// Its length.
        others: usize,
    },
    /// The service is in none of the files.
    #[error("definition of service \"{name}\" not found in {looked}")]
    NoService {
        /// The service.
        name: String,
        /// The files.
        looked: String,
    },
    /// A line of a service that is no `name=value`.
    #[error("the service \"{0}\" has a line that is not name=value")]
    ServiceLine(String),
    /// A service that names a service.
    #[error("the service \"{0}\" names a service itself, which libpq does not take")]
    NestedService(String),
    /// Neither the address nor the system says who logs in.
    #[error("no user name: give one (user=…, PGUSER)")]
    NoUser,
    /// Nothing was given and no server is here.
    #[error(
        "no server given and no PostgreSQL socket in {0}: say where it is (postgres://host/database, host=… dbname=…, PGHOST)"
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
