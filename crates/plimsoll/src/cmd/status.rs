//! `plimsoll status [NAME…]`: what the daemon sees now.

use std::time::Duration;

use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use plimsoll_report::json;
use plimsoll_report::text;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::time::timeout;

use crate::app::Ended;
use crate::cli::{Status, TextOrJson};
use crate::failure::Failure;
use crate::output;

/// How long the daemon may take.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// How much it may say: a thousand servers with all their gaps.
const BYTES_MAX: usize = 64 << 20;

/// Runs it.
pub(crate) fn run(arguments: &Status) -> Result<Ended, Failure> {
    let url = &arguments.url;
    let failed = |why: String| {
        Failure::new(format_args!(
            "{url}: {why}; is plimsoll watch running, and does it listen there? --url names another place"
        ))
    };
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failed(error.to_string()))?;
    let asked = runtime.block_on(async { timeout(ANSWER_MAX, asked(url)).await });
    let answer =
        asked.unwrap_or_else(|_| Err(format!("no answer within {} s", ANSWER_MAX.as_secs())));
    let mut status = answer
        .and_then(|text| json::Status::read(&text))
        .map_err(failed)?;
    only(&mut status, &arguments.names)?;
    let text = match arguments.format {
        TextOrJson::Text => text::status(&status, output::screen()),
        TextOrJson::Json => status.written(),
    };
    output::result(&text)?;
    let is_well = status
        .servers
        .iter()
        .all(|server| server.troubles.is_empty());
    Ok(if is_well {
        Ended::Well
    } else {
        Ended::Findings
    })
}

/// Leaves those that are wanted.
fn only(status: &mut json::Status, names: &[String]) -> Result<(), Failure> {
    let is_there = |name: &&String| status.servers.iter().any(|it| it.name == **name);
    if let Some(stranger) = names.iter().find(|name| !is_there(name)) {
        let known: Vec<&str> = status.servers.iter().map(|it| it.name.as_str()).collect();
        return Err(Failure::new(format_args!(
            "{stranger}: the daemon watches no server of that name; it watches {}",
            known.join(", ")
        )));
    }
    if !names.is_empty() {
        status.servers.retain(|it| names.contains(&it.name));
    }
    Ok(())
}

async fn asked(url: &str) -> Result<String, String> {
    let rest = url
        .strip_prefix("http://")
        .ok_or("give a URL like http://127.0.0.1:9477")?;
    let authority = rest.trim_end_matches('/');
    let said = |error: std::io::Error| crate::read::reason(&error);
    let stream = TcpStream::connect(authority).await.map_err(said)?;
    let no_http = |_| "what answers there is not the daemon".to_owned();
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(no_http)?;
    // It ends with the runtime; what goes wrong with it is told to the one that asks.
    tokio::spawn(connection);
    let request = Request::get("/api/v1/status").header("Host", authority);
    let request = request
        .body(Empty::<Bytes>::new())
        .map_err(|error| error.to_string())?;
    let response = sender.send_request(request).await.map_err(no_http)?;
    let status = response.status();
    if !status.is_success() {
        return Err(format!("it answers {status}"));
    }
    let body = Limited::new(response.into_body(), BYTES_MAX)
        .collect()
        .await;
    let body = body.map_err(|_| "its answer broke off or does not end".to_owned())?;
    String::from_utf8(body.to_bytes().to_vec()).map_err(|_| "its answer is no text".to_owned())
}
