//! HTTP to a Prometheus: one query, one answer, each bounded in time and bytes.

use hyper::body::Bytes;
use hyper::header::HeaderValue;
use tokio::time::{Instant, timeout_at};

use super::base::Base;
use super::source::{Limits, Prometheus};
use crate::read::http::{Answer, Broken, Connection};
use crate::read::percent;

/// One side of the talk with one Prometheus.
pub(super) struct Client {
    base: Base,
    connection: Connection,
    login: Option<HeaderValue>,
    limits: Limits,
    /// When all must be over.
    until: Instant,
    /// Whether the newest answer was that it does not let in.
    pub(super) is_refused: bool,
}

impl Client {
    /// Makes ready to ask, and asks for the secret that it takes.
    pub(super) async fn of(prometheus: &Prometheus, limits: &Limits) -> Result<Self, String> {
        let base = prometheus.base.clone();
        let authorities = prometheus.authorities.as_deref();
        let connection = Connection::to(base.url().clone(), authorities)?;
        let login = match &prometheus.login {
            Some(login) => Some(login.header(limits.command_max).await?),
            None => None,
        };
        Ok(Self {
            base,
            connection,
            login,
            limits: *limits,
            until: Instant::now() + limits.all_max,
            is_refused: false,
        })
    }

    /// From now on another time as long as all may take.
    pub(super) fn begin_anew(&mut self) {
        self.until = Instant::now() + self.limits.all_max;
    }

    /// The body of the answer to an instant query, which may be a refusal of that query;
    /// the error is why nothing more is to be had here.
    pub(super) async fn query(&mut self, text: &str) -> Result<Bytes, String> {
        let one = Instant::now() + self.limits.query_max;
        let until = one.min(self.until);
        let answer = timeout_at(until, self.answer(text)).await;
        answer.unwrap_or_else(|_| {
            Err(if until == one {
                format!("no answer within {} s", self.limits.query_max.as_secs())
            } else {
                format!(
                    "not all was answered within {} s",
                    self.limits.all_max.as_secs()
                )
            })
        })
    }

    async fn answer(&mut self, text: &str) -> Result<Bytes, String> {
        let path = self.base.query_path() + &percent::encode(text);
        let login = self.login.as_ref();
        let answer = self
            .connection
            .get(&path, "application/json", login)
            .await?;
        let status = answer.status().as_u16();
        self.is_refused = matches!(status, 401 | 403);
        if !matches!(status, 200 | 400 | 422) {
            return Err(self.said_of_status(&answer));
        }
        let body = self.connection.body(answer, self.limits.bytes_max).await;
        body.map_err(|broken| match broken {
            Broken::TooLarge => format!(
                "an answer is larger than {} KiB: name one machine with `labels`",
                self.limits.bytes_max >> 10
            ),
            Broken::Off(why) => format!("an answer broke off ({why})"),
        })
    }

    fn said_of_status(&self, answer: &Answer) -> String {
        let status = answer.status();
        match (status.as_u16(), answer.sends_to()) {
            (401 | 403, _) if self.login.is_some() => {
                format!("the login is refused ({status}): look at what its command gives")
            }
            (401 | 403, _) => format!(
                "it wants a login ({status}): give user and password_command, or token_command"
            ),
            (404, _) => format!("there is no API of a Prometheus there ({status}): look at url"),
            (300..=399, Some(to)) => {
                format!(
                    "it sends on to {to} ({status}), which is not followed: give url that place"
                )
            }
            _ => format!("it answers {status}"),
        }
    }
}
