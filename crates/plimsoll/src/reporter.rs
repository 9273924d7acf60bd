//! A daemon elsewhere that tells what it reads of the host of a server: asked over a
//! connection that is kept, its clock held beside this one's. That it does not answer
//! says nothing of the server.

use std::path::PathBuf;
use std::time::Duration;

use hyper::header::HeaderValue;
use jiff::Timestamp;
use plimsoll_live::read::Clock;
use plimsoll_live::read::host::prometheus::{Login, Trouble};
use plimsoll_live::read::http::{Connection, Url};
use plimsoll_live::read::percent::encode;
use plimsoll_model::{Brought, Gap};
use plimsoll_report::{clean, json, redact};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long the command of a login may take.
const COMMAND_MAX: Duration = Duration::from_secs(10);
/// How much it may say: all series that a server may have, several times.
const BYTES_MAX: usize = 1 << 20;

/// Where such a daemon is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Daemon {
    /// Its URL, without the API's path.
    pub(crate) url: Url,
    /// What it calls the server.
    pub(crate) name: String,
    /// Who asks, if a proxy before it wants to know.
    pub(crate) login: Option<Login>,
    /// Whose certificates are trusted (PEM); without it this machine's authorities.
    pub(crate) authorities: Option<PathBuf>,
}

/// This side of the talk with one.
pub(crate) struct Reporter {
    daemon: Daemon,
    path: String,
    open: Option<(Connection, Option<HeaderValue>)>,
    /// The command of the login, which may take longer than one question.
    asking: Option<JoinHandle<Result<HeaderValue, String>>>,
    clock: Clock,
}

impl Reporter {
    /// One that is not open yet.
    pub(crate) fn of(daemon: Daemon) -> Self {
        let base = daemon.url.path().trim_end_matches('/').to_owned();
        Self {
            path: format!("{base}/api/v1/servers/{}/host", encode(&daemon.name)),
            daemon,
            open: None,
            asking: None,
            clock: Clock::default(),
        }
    }

    /// What it read last, by this machine's clock.
    ///
    /// # Errors
    /// It does not answer within that time, or says what is none; the connection is let
    /// go.
    pub(crate) async fn brought(&mut self, time_max: Duration) -> Result<Brought, Trouble> {
        let begun = Timestamp::now();
        let said = timeout(time_max, self.said()).await;
        let said = said.unwrap_or_else(|_| {
            let why = format!("no answer within {:.1} s", time_max.as_secs_f64());
            Err(self.silent(&why))
        });
        let read = said.and_then(|text| self.read(&text, begun));
        if read.is_err() {
            self.open = None;
        }
        read
    }

    fn read(&mut self, text: &str, begun: Timestamp) -> Result<Brought, Trouble> {
        let answer = json::Host::read(text).and_then(|host| host.brought());
        let (now, brought) =
            answer.map_err(|why| self.odd(&format!("its answer is none: {why}")))?;
        self.clock.see(now, begun, Timestamp::now());
        let clock = self.clock;
        let readings = brought.readings.into_iter();
        let gaps = brought.gaps.into_iter().map(|gap| Gap {
            why: redact::text(&gap.why),
            ..gap
        });
        Ok(Brought {
            last: brought.last.map(|at| clock.here(at)),
            why: brought.why.as_deref().map(clean),
            readings: readings.map(|(at, it)| (clock.here(at), it)).collect(),
            gaps: gaps.collect(),
            ..brought
        })
    }

    async fn said(&mut self) -> Result<String, Trouble> {
        let (mut connection, login) = match self.open.take() {
            Some(open) => open,
            None => self.opened().await.map_err(|why| self.odd(&why))?,
        };
        let asked = connection.get(&self.path, "application/json", login.as_ref());
        let answer = asked.await.map_err(|why| self.silent(&why))?;
        let status = answer.status();
        let body = connection.body(answer, BYTES_MAX).await;
        let body = body.map_err(|_| self.odd("its answer broke off or does not end"))?;
        let text = String::from_utf8_lossy(&body).into_owned();
        if status.is_success() {
            self.open = Some((connection, login));
            return Ok(text);
        }
        Err(self.refused(status.as_u16(), &text))
    }

    async fn opened(&mut self) -> Result<(Connection, Option<HeaderValue>), String> {
        let authorities = self.daemon.authorities.as_deref();
        let connection = Connection::to(self.daemon.url.clone(), authorities)?;
        let Some(login) = self.daemon.login.clone() else {
            return Ok((connection, None));
        };
        let asking = self
            .asking
            .get_or_insert_with(|| tokio::spawn(async move { login.header(COMMAND_MAX).await }));
        let header = asking.await;
        self.asking = None;
        let header = header.map_err(|_| "a fault of Plimsoll ended its login".to_owned())?;
        Ok((connection, Some(header?)))
    }

    fn refused(&self, status: u16, text: &str) -> Trouble {
        let first = clean(text.lines().next().unwrap_or_default());
        let why = match status {
            401 | 403 => format!("it wants a login, or refuses this one ({status})"),
            404 => format!(
                "it tells nothing of {} (404: {first}): say as `name` what it calls the server",
                self.daemon.name
            ),
            421 => "it answers to an address or localhost alone (421): give such a url, or have the proxy before it set the Host".to_owned(),
            _ => format!("it answers {status}"),
        };
        Trouble {
            is_login: matches!(status, 401 | 403),
            ..self.odd(&why)
        }
    }

    fn silent(&self, why: &str) -> Trouble {
        let url = &self.daemon.url;
        Trouble {
            why: format!("the daemon at {url} does not answer: {why}"),
            is_login: false,
        }
    }

    fn odd(&self, why: &str) -> Trouble {
        let url = &self.daemon.url;
        Trouble {
            why: format!("the daemon at {url}: {}", redact::text(why)),
            is_login: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::time::Duration;

    use plimsoll_live::read::host::prometheus::Login;
    use plimsoll_live::read::http::Url;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::{Daemon, Reporter};

    const SOON: Duration = Duration::from_secs(5);

    /// One that answers each connection so, and closes it; what it was asked comes back.
    async fn double(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                assert!(stream.read_buf(&mut head).await.unwrap() > 0);
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8(head).unwrap()
        });
        (url, asked)
    }

    fn daemon(url: &str) -> Daemon {
        Daemon {
            url: Url::parse(url).unwrap(),
            name: "the shop".to_owned(),
            login: None,
            authorities: None,
        }
    }

    #[tokio::test]
    async fn what_is_no_answer_says_what_it_is_and_whether_a_login_is_refused() {
        let answers = [
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\nno such one\n",
            "HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://x/\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n",
            "SSH-2.0-OpenSSH_9.2\r\n",
        ];
        let mut said = String::new();
        for answer in answers {
            let (url, _asked) = double(answer).await;
            let mut reporter = Reporter::of(daemon(&format!("{url}/base/")));
            let trouble = reporter.brought(SOON).await.unwrap_err();
            let why = trouble.why.replace(&url, "http://db1");
            let _ok = writeln!(said, "{} {why}", trouble.is_login);
        }
        expect_test::expect![[r"
            true the daemon at http://db1/base: it wants a login, or refuses this one (401)
            false the daemon at http://db1/base: it tells nothing of the shop (404: no such one): say as `name` what it calls the server
            false the daemon at http://db1/base: it answers to an address or localhost alone (421): give such a url, or have the proxy before it set the Host
            false the daemon at http://db1/base: it answers 302
            false the daemon at http://db1/base: its answer is none: missing field `schema` at line 1 column 2
            false the daemon at http://db1/base: its answer broke off or does not end
            false the daemon at http://db1/base: its answer broke off or does not end
            false the daemon at http://db1/base does not answer: no HTTP comes back (invalid HTTP version parsed)
        "]].assert_eq(&said);
    }

    #[tokio::test]
    async fn the_login_of_a_proxy_is_shown_and_a_slow_command_is_waited_for_again() {
        let (url, asked) = double("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n").await;
        let slow = "sleep 0.3; echo hunter2";
        let mut daemon = daemon(&format!("{url}/base/"));
        daemon.login = Some(Login::Token {
            command: ["sh", "-c", slow].map(str::to_owned).to_vec(),
        });
        let mut reporter = Reporter::of(daemon);
        let early = reporter.brought(Duration::from_millis(10)).await;
        assert!(
            early
                .unwrap_err()
                .why
                .contains("does not answer: no answer within")
        );
        let trouble = reporter.brought(SOON).await.unwrap_err();
        assert!(trouble.why.ends_with("it answers 500"), "{trouble:?}");
        let head = asked.await.unwrap();
        assert!(
            head.starts_with("GET /base/api/v1/servers/the%20shop/host HTTP/1.1"),
            "{head}"
        );
        assert!(
            head.to_lowercase()
                .contains("authorization: bearer hunter2"),
            "{head}"
        );
    }
}
