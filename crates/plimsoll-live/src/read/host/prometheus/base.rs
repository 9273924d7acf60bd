//! Where a Prometheus is: the part of its URLs that all of its API has in common.

use std::fmt;

use hyper::Uri;

/// A URL of a Prometheus, without a path of its API, and without a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    uri: Uri,
    is_tls: bool,
}

impl Base {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it; the text itself, which may hold a secret, is not in it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let uri: Uri = text
            .trim_end_matches('/')
            .parse()
            .map_err(|_| EXAMPLE.to_owned())?;
        let is_tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(EXAMPLE.to_owned()),
        };
        let authority = uri.authority().ok_or(EXAMPLE)?;
        if authority.as_str().contains('@') {
            return Err("a login does not belong in a URL: give it as `user` and `password_command`, or as `token_command`".to_owned());
        }
        if uri.query().is_some() {
            return Err("it ends before the `?`: the queries are Plimsoll's own".to_owned());
        }
        Ok(Self { uri, is_tls })
    }

    /// Whether it is reached through TLS.
    pub(super) const fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// The host's name or address.
    pub(super) fn host(&self) -> &str {
        let host = self.uri.host().unwrap_or_default();
        host.trim_matches(['[', ']'])
    }

    /// The port, the scheme's own where none is given.
    pub(super) fn port(&self) -> u16 {
        let own = if self.is_tls { 443 } else { 80 };
        self.uri.port_u16().unwrap_or(own)
    }

    /// Host and port as the URL has them: what HTTP's `Host` says.
    pub(super) fn authority(&self) -> &str {
        self.uri.authority().map_or("", |it| it.as_str())
    }

    /// The path of an instant query, ready for its text.
    pub(super) fn query_path(&self) -> String {
        let path = self.uri.path().trim_end_matches('/');
        format!("{path}/api/v1/query?query=")
    }
}

const EXAMPLE: &str = "give a URL like http://prometheus:9090";

impl fmt::Display for Base {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_tls { "https" } else { "http" };
        let path = self.uri.path().trim_end_matches('/');
        write!(out, "{scheme}://{}{path}", self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::Base;

    #[test]
    fn a_url_is_taken_with_a_path_before_the_api_and_without_one() {
        let cases = [
            ("http://prom:9090", "prom", 9090, "/api/v1/query?query="),
            (
                "https://m.example/",
                "m.example",
                443,
                "/api/v1/query?query=",
            ),
            ("http://[::1]/p/q/", "::1", 80, "/p/q/api/v1/query?query="),
        ];
        for (text, host, port, path) in cases {
            let base = Base::parse(text).unwrap();
            let told = (base.host(), base.port(), base.query_path());
            assert_eq!(told, (host, port, path.to_owned()), "{text}");
            assert_eq!(base.to_string(), text.trim_end_matches('/'));
        }
    }

    #[test]
    fn what_is_no_base_is_refused_and_not_repeated() {
        let bad = [
            "",
            "prom:9090",
            "ftp://prom",
            "http://",
            "http://a b/",
            "http://u:hunter2@prom",
            "http://prom?hunter2",
        ];
        for text in bad {
            let why = Base::parse(text).unwrap_err();
            assert!(!why.contains("hunter2"), "{text}: {why}");
        }
    }
}
