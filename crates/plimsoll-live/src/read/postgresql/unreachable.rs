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
    /// The server does not let this role in.
    #[error("login refused ({said}): look at the role, its password and pg_hba.conf{notes}")]
    Login {
        /// The server's words.
        said: String,
        /// What was not used here, each after a semicolon.
        notes: String,
    },
    /// No database of that name.
    #[error("{0}: name one that exists (postgres is there by default)")]
    NoDatabase(String),
    /// All slots are taken.
    #[error(
        "no slot is free ({0}): end a session, or give Plimsoll's role pg_use_reserved_connections (16 and later)"
    )]
    NoSlot(String),
    /// Starting, stopping or recovering.
    #[error("the server takes no sessions now ({0}): ask again when it is up")]
    NotReady(String),
    /// TLS failed.
    #[error("{0}")]
    Tls(String),
    /// Something else listens there.
    #[error("what answers there is not PostgreSQL ({0}): look at host and port")]
    NotPostgresql(String),
    /// It was PostgreSQL, and then it was gone.
    #[error("the connection was lost while it answered ({0}): look at the server's log")]
    Died(String),
    /// It refuses what every server from 12 on takes.
    #[error("the server refused to be asked ({0})")]
    Server(String),
    /// It sent more than any answer needs.
    #[error(
        "it sent more than {0} bytes: no answer needs that many, so the connection was dropped"
    )]
    TooMuch(usize),
    /// A version from before those that are known.
    #[error("it is PostgreSQL {0}: 12 is the oldest that can be asked")]
    TooOld(String),
    /// The password command gave none.
    #[error("the password command {program} {why}")]
    PasswordCommand {
        /// The program; its arguments may be secret.
        program: String,
        /// What it did.
        why: String,
    },
    /// No host is of the kind wanted.
    #[error("it is not the kind of server that target_session_attrs asks for")]
    OtherKind,
}

impl Trouble {
    /// What it says of the server, in words for a page that names the place beside it.
    pub fn reach(&self) -> Reach {
        let why = self.to_string();
        match self {
            Self::NoHost(_)
            | Self::Refused(_)
            | Self::TimedOut(_)
            | Self::Network(_)
            | Self::Died(_) => Reach::Down(why),
            Self::NotReady(_) => Reach::NotReady(why),
            Self::NoSlot(_) => Reach::NoSlot(why),
            Self::Login { .. } | Self::NoDatabase(_) => Reach::LoginRefused(why),
            Self::Silent(_) => Reach::Silent(why),
            // Without a password nobody was asked.
            Self::PasswordCommand { .. }
            | Self::Tls(_)
            | Self::NotPostgresql(_)
            | Self::Server(_)
            | Self::TooMuch(_)
            | Self::TooOld(_)
            | Self::OtherKind => Reach::Unfit(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Trouble, Unreachable};

    #[test]
    fn trouble_says_where_what_and_what_to_do() {
        let error = Unreachable {
            place: "db1:5432".to_owned(),
            trouble: Trouble::Refused("Connection refused".to_owned()),
        };
        expect_test::expect!["db1:5432: nothing listens there (Connection refused): is the server up, and is this its host and port?"]
            .assert_eq(&error.to_string());
    }

    #[test]
    fn down_full_and_not_let_in_are_three_things() {
        let said = || "x".to_owned();
        let login = Trouble::Login {
            said: said(),
            notes: String::new(),
        };
        let command = Trouble::PasswordCommand {
            program: said(),
            why: said(),
        };
        let cases = [
            (Trouble::NoHost(said()), "down"),
            (Trouble::Refused(said()), "down"),
            (Trouble::TimedOut(5), "down"),
            (Trouble::Network(said()), "down"),
            (Trouble::Died(said()), "down"),
            (Trouble::Silent(5), "silent"),
            (login, "login_refused"),
            (Trouble::NoDatabase(said()), "login_refused"),
            (Trouble::NoSlot(said()), "no_slot"),
            (Trouble::NotReady(said()), "not_ready"),
            (Trouble::Tls(said()), "unfit"),
            (Trouble::NotPostgresql(said()), "unfit"),
            (Trouble::Server(said()), "unfit"),
            (Trouble::TooMuch(1), "unfit"),
            (Trouble::TooOld(said()), "unfit"),
            (command, "unfit"),
            (Trouble::OtherKind, "unfit"),
        ];
        for (trouble, reach) in cases {
            assert_eq!(trouble.reach().as_str(), reach, "{trouble}");
            assert_eq!(trouble.reach().why(), Some(trouble.to_string().as_str()));
        }
    }
}
