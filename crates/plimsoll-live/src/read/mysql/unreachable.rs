//! Why a server could not be asked, told apart by what the reader does next.

use plimsoll_model::Reach;

use crate::read;

/// A server that could not be asked: where, and what was in the way.
pub type Unreachable = read::Unreachable<Trouble>;

/// What was in the way. A server's own words are kept to one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The name has no address.
    #[error("no such host ({0}): look at the name and at DNS")]
    NoHost(String),
    /// Nothing listens there.
    #[error("nothing listens there ({0}): is the server up, and is this its host and port?")]
    Refused(String),
    /// No answer to the connection itself.
    #[error("no connection within {0} s: look at the host, the network and its firewalls")]
    TimedOut(u64),
    /// Connected, and then nothing.
    #[error(
        "it took the connection and did not answer within {0} s: the server hangs, or it is something else"
    )]
    Silent(u64),
    /// The network failed otherwise.
    #[error("the connection failed ({0})")]
    Network(String),
    /// The server does not let this account in.
    #[error(
        "login refused ({0}): look at the account, the host it may come from, its password and its plugin"
    )]
    Login(String),
    /// No database of that name, or none that the account may see.
    #[error("{0}: leave the database out, none is needed")]
    NoDatabase(String),
    /// All connections are taken, or all of this account's.
    #[error(
        "no connection is free ({0}): end a session, or let Plimsoll's account have one more (MAX_USER_CONNECTIONS)"
    )]
    NoSlot(String),
    /// The server takes no more connections from this host.
    #[error(
        "the server blocks this host after failed connections ({0}): run mysqladmin flush-hosts there, and look at what fails"
    )]
    Blocked(String),
    /// Starting or stopping, or a node of Galera without a majority.
    #[error("the server takes no sessions now ({0}): ask again when it is up")]
    NotReady(String),
    /// TLS failed.
    #[error("{0}")]
    Tls(String),
    /// Something else listens there.
    #[error("what answers there is not MySQL or MariaDB ({0}): look at host and port")]
    NotMysql(String),
    /// It was a server, and then it was gone.
    #[error("the connection was lost while it answered ({0}): look at the server's log")]
    Died(String),
    /// It refuses what every server from these versions on takes.
    #[error("the server refused to be asked ({0})")]
    Server(String),
    /// It sent more than any answer needs.
    #[error(
        "it sent more than {0} bytes: no answer needs that many, so the connection was dropped"
    )]
    TooMuch(usize),
    /// A version from before those that are known.
    #[error("it is {0}: MySQL 5.7 and MariaDB 10.6 are the oldest that can be asked")]
    TooOld(String),
    /// The password command gave none.
    #[error("the password command {program} {why}")]
    PasswordCommand {
        /// The program; its arguments may be secret.
        program: String,
        /// What it did.
        why: String,
    },
}

impl Trouble {
    /// Whether the server works, as far as this tells.
    pub fn reach(&self) -> Reach {
        let words = self.to_string();
        match self {
            Self::NoHost(_)
            | Self::Refused(_)
            | Self::TimedOut(_)
            | Self::Network(_)
            | Self::Died(_) => Reach::Down(words),
            Self::Silent(_) => Reach::Silent(words),
            Self::Login(_) | Self::NoDatabase(_) | Self::Blocked(_) => Reach::LoginRefused(words),
            Self::NoSlot(_) => Reach::NoSlot(words),
            Self::NotReady(_) => Reach::NotReady(words),
            Self::Tls(_)
            | Self::NotMysql(_)
            | Self::Server(_)
            | Self::TooMuch(_)
            | Self::TooOld(_)
            | Self::PasswordCommand { .. } => Reach::Unfit(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Trouble, Unreachable};

    #[test]
    fn trouble_says_where_what_and_what_to_do() {
        let error = Unreachable {
            place: "db1:3306".to_owned(),
            trouble: Trouble::Refused("Connection refused".to_owned()),
        };
        expect_test::expect!["db1:3306: nothing listens there (Connection refused): is the server up, and is this its host and port?"]
            .assert_eq(&error.to_string());
    }
}
