//! One request and its answer over a connection that is kept while it lasts.

use std::path::Path;
use std::sync::Arc;

use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT, AUTHORIZATION, HOST, HeaderValue, LOCATION, USER_AGENT};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::task::JoinSet;

use super::{Url, connect};
use crate::read::one_line::one_line;

type Sender = SendRequest<Empty<Bytes>>;

/// This side of the talk with one place.
pub struct Connection {
    url: Url,
    tls: Option<Arc<ClientConfig>>,
    /// The connection, while it lasts, and the tasks that move its bytes, which end
    /// with this.
    kept: Option<Sender>,
    moving: JoinSet<()>,
}

/// An answer whose body was not read yet.
pub struct Answer {
    response: Response<Incoming>,
    sender: Sender,
}

/// Why a body was not read to its end.
pub enum Broken {
    /// It is larger than was allowed.
    TooLarge,
    /// It broke off; why.
    Off(String),
}

impl Connection {
    /// Makes ready to ask; `authorities` is a file of certificates that are trusted in
    /// the place of this machine's.
    ///
    /// # Errors
    /// No certificates can be had; why.
    pub fn to(url: Url, authorities: Option<&Path>) -> Result<Self, String> {
        let tls = url.is_tls().then(|| connect::tls_config(authorities));
        Ok(Self {
            url,
            tls: tls.transpose()?.map(Arc::new),
            kept: None,
            moving: JoinSet::new(),
        })
    }

    /// One that was made, or else a new one.
    pub(in crate::read) fn ready<'a>(
        made: &'a mut Option<Self>,
        url: &Url,
        authorities: Option<&Path>,
    ) -> Result<&'a mut Self, String> {
        Ok(match made {
            Some(connection) => connection,
            None => made.insert(Self::to(url.clone(), authorities)?),
        })
    }

    /// Lets go of the connection that was kept.
    pub(in crate::read) fn part(&mut self) {
        self.kept = None;
    }

    /// Asks for a path over the connection that was kept, or where that has ended in the
    /// meantime, as it may at any time, over a new one.
    ///
    /// # Errors
    /// Why no answer came.
    pub async fn get(
        &mut self,
        path: &str,
        accept: &'static str,
        login: Option<&HeaderValue>,
    ) -> Result<Answer, String> {
        if let Some(mut sender) = self.kept.take() {
            let request = self.request(path, accept, login)?;
            if let Ok(response) = sender.send_request(request).await {
                return Ok(Answer { response, sender });
            }
        }
        // Of those before nothing is wanted any more.
        self.moving = JoinSet::new();
        let stream = connect::open(&self.url, self.tls.as_ref()).await?;
        let is_no_http =
            |error: hyper::Error| format!("no HTTP comes back ({})", one_line(&error.to_string()));
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(is_no_http)?;
        self.moving.spawn(async move {
            // What ends it is told to the one that waits for an answer.
            let _ended = connection.await;
        });
        let request = self.request(path, accept, login)?;
        let response = sender.send_request(request).await.map_err(is_no_http)?;
        Ok(Answer { response, sender })
    }

    /// The body of an answer; after it the connection is kept.
    ///
    /// # Errors
    /// It is larger than that, or broke off.
    pub async fn body(&mut self, answer: Answer, bytes_max: usize) -> Result<Bytes, Broken> {
        let body = Limited::new(answer.response.into_body(), bytes_max);
        let body = body.collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() {
                Broken::TooLarge
            } else {
                Broken::Off(one_line(&error.to_string()))
            }
        })?;
        self.kept = Some(answer.sender);
        Ok(body.to_bytes())
    }

    fn request(
        &self,
        path: &str,
        accept: &'static str,
        login: Option<&HeaderValue>,
    ) -> Result<Request<Empty<Bytes>>, String> {
        let mut request = Request::get(path)
            .header(HOST, self.url.authority())
            .header(ACCEPT, accept)
            .header(USER_AGENT, "plimsoll");
        if let Some(login) = login {
            request = request.header(AUTHORIZATION, login);
        }
        let request = request.body(Empty::new());
        request.map_err(|error| format!("no request can be made of it ({error})"))
    }
}

impl Answer {
    /// Its status.
    pub fn status(&self) -> hyper::StatusCode {
        self.response.status()
    }

    /// Where it sends on to, fit to be told.
    pub(in crate::read) fn sends_to(&self) -> Option<String> {
        let to = self.response.headers().get(LOCATION)?;
        Some(one_line(&String::from_utf8_lossy(to.as_bytes())))
    }
}
