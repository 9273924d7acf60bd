//! Where something is that speaks HTTP.

use std::fmt;

use hyper::Uri;

/// An `http` or `https` URL without a login in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    uri: Uri,
    is_tls: bool,
}

/// What is wrong with a URL; the text itself, which may hold a secret, is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoUrl {
    /// It is none, or of another scheme.
    None,
    /// It has a login.
    Login,
}

impl Url {
    /// Reads one.
    pub fn parse(text: &str) -> Result<Self, NoUrl> {
        let uri: Uri = text.parse().map_err(|_| NoUrl::None)?;
        let is_tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(NoUrl::None),
        };
        let authority = uri.authority().ok_or(NoUrl::None)?;
        if authority.as_str().contains('@') {
            return Err(NoUrl::Login);
        }
        Ok(Self { uri, is_tls })
    }

    /// Whether it is reached through TLS.
    pub(in crate::read) const fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// The host's name or address.
    pub(in crate::read) fn host(&self) -> &str {
        let host = self.uri.host().unwrap_or_default();
        host.trim_matches(['[', ']'])
    }

    /// The port, the scheme's own where none is given.
    pub(in crate::read) fn port(&self) -> u16 {
        let own = if self.is_tls { 443 } else { 80 };
        self.uri.port_u16().unwrap_or(own)
    }

    /// Host and port as the URL has them: what HTTP's `Host` says.
    pub(in crate::read) fn authority(&self) -> &str {
        self.uri.authority().map_or("", |it| it.as_str())
    }

    /// The path alone.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// What is asked for: path and query.
    pub(in crate::read) fn target(&self) -> &str {
        self.uri.path_and_query().map_or("/", |it| it.as_str())
    }

    /// Whether it has a query.
    pub(in crate::read) fn has_query(&self) -> bool {
        self.uri.query().is_some()
    }
}

impl fmt::Display for NoUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::None => "give a URL like http://host:8080/path",
            Self::Login => "a login does not belong in a URL",
        })
    }
}

/// Without its query, which may hold a secret.
impl fmt::Display for Url {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_tls { "https" } else { "http" };
        let path = self.path().trim_end_matches('/');
        write!(out, "{scheme}://{}{path}", self.authority())
    }
}
