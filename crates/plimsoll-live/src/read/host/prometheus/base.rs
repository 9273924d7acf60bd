//! Where a Prometheus is: the part of its URLs that all of its API has in common.

use std::fmt;

use crate::read::http::{NoUrl, Url};

/// A URL of a Prometheus, without a path of its API, and without a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(Url);

impl Base {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it; the text itself, which may hold a secret, is not in it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text.trim_end_matches('/')).map_err(|why| match why {
            NoUrl::None => EXAMPLE,
            NoUrl::Login => "a login does not belong in a URL: give it as `user` and `password_command`, or as `token_command`",
        })?;
        if url.has_query() {
            return Err("it ends before the `?`: the queries are Plimsoll's own".to_owned());
        }
        Ok(Self(url))
    }

    /// It as a URL.
    pub(super) const fn url(&self) -> &Url {
        &self.0
    }

    /// The path of an instant query, ready for its text.
    pub(super) fn query_path(&self) -> String {
        let path = self.0.path().trim_end_matches('/');
        format!("{path}/api/v1/query?query=")
    }
}

const EXAMPLE: &str = "give a URL like http://prometheus:9090";

impl fmt::Display for Base {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
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
            let told = (base.0.host(), base.0.port(), base.query_path());
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
