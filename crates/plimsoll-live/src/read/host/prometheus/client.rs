//! HTTP to a Prometheus: one query, one answer, each bounded in time and bytes, over a
//! connection that is kept while it lasts. It follows no redirect.

use std::sync::Arc;

use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT, AUTHORIZATION, HOST, HeaderValue, LOCATION, USER_AGENT};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use super::{Base, Limits, Prometheus, connect};
use crate::read::one_line::one_line;
use crate::read::percent;

type Sender = SendRequest<Empty<Bytes>>;

/// One side of the talk with one Prometheus.
pub(super) struct Client<'a> {
    base: &'a Base,
    tls: Option<Arc<ClientConfig>>,
    login: Option<HeaderValue>,
    limits: &'a Limits,
    /// When all must be over.
    until: Instant,
    /// The connection, while it lasts, and the tasks that move its bytes, which end
    /// with this.
    kept: Option<Sender>,
    moving: JoinSet<()>,
}

impl<'a> Client<'a> {
    /// Makes ready to ask, and asks for the secret that it takes.
    pub(super) async fn of(prometheus: &'a Prometheus, limits: &'a Limits) -> Result<Self, String> {
        let base = &prometheus.base;
        let tls = base.is_tls().then(|| {
            let config = connect::tls_config(prometheus.authorities.as_deref())?;
            Ok::<_, String>(Arc::new(config))
        });
        let tls = tls.transpose()?;
        let login = match &prometheus.login {
            Some(login) => Some(login.header(limits.command_max).await?),
            None => None,
        };
        Ok(Self {
            base,
            tls,
            login,
            limits,
            until: Instant::now() + limits.all_max,
            kept: None,
            moving: JoinSet::new(),
        })
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
        let (response, sender) = self.sent(&path).await?;
        if !matches!(response.status().as_u16(), 200 | 400 | 422) {
            return Err(self.said_of_status(&response));
        }
        let body = Limited::new(response.into_body(), self.limits.bytes_max);
        let body = body.collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() {
                let kib = self.limits.bytes_max >> 10;
                return format!(
                    "an answer is larger than {kib} KiB: name one machine with `labels`"
                );
            }
            format!("an answer broke off ({})", one_line(&error.to_string()))
        })?;
        self.kept = Some(sender);
        Ok(body.to_bytes())
    }

    /// Sends a request over the connection that was kept, or where that has ended in
    /// the meantime, as it may at any time, over a new one.
    async fn sent(&mut self, path: &str) -> Result<(Response<Incoming>, Sender), String> {
        if let Some(mut sender) = self.kept.take()
            && let Ok(response) = sender.send_request(self.request(path)?).await
        {
            return Ok((response, sender));
        }
        let stream = connect::open(self.base, self.tls.as_ref()).await?;
        let is_no_http =
            |error: hyper::Error| format!("no HTTP comes back ({})", one_line(&error.to_string()));
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(is_no_http)?;
        self.moving.spawn(async move {
            // What ends it is told to the one that waits for an answer.
            let _ended = connection.await;
        });
        let response = sender.send_request(self.request(path)?).await;
        Ok((response.map_err(is_no_http)?, sender))
    }

    fn request(&self, path: &str) -> Result<Request<Empty<Bytes>>, String> {
        let mut request = Request::get(path)
            .header(HOST, self.base.authority())
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, "plimsoll");
        if let Some(login) = &self.login {
            request = request.header(AUTHORIZATION, login);
        }
        let request = request.body(Empty::new());
        request.map_err(|error| format!("no request can be made of it ({error})"))
    }

    fn said_of_status(&self, response: &Response<Incoming>) -> String {
        let status = response.status();
        let to = response.headers().get(LOCATION);
        let to = to.map(|to| one_line(&String::from_utf8_lossy(to.as_bytes())));
        match (status.as_u16(), to) {
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
