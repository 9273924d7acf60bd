//! The daemon's API as a client asks it: by GET, the one verb that changes nothing,
//! over a connection a question. What an answer means is the reader's.

use std::time::Duration;

use plimsoll_live::read::http::{Connection, Url};
use plimsoll_live::read::percent::encode;
use plimsoll_model::Metric;
use plimsoll_report::json;
use tokio::time::timeout;

use crate::failure::Failure;

/// How long the daemon may take.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// How much it may say: a thousand servers with all their gaps.
const BYTES_MAX: usize = 64 << 20;

/// Where a daemon listens.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    url: String,
}

impl Api {
    /// The one at a URL like `http://127.0.0.1:9477`.
    pub(crate) fn at(url: &str) -> Self {
        Self {
            url: url.to_owned(),
        }
    }

    /// What it sees.
    pub(crate) async fn status(&self) -> Result<json::Status, String> {
        json::Status::read(&self.get("/api/v1/status").await?)
    }

    /// The newest figures of a server.
    pub(crate) async fn figures(&self, server: &str) -> Result<json::Figures, String> {
        let path = format!("/api/v1/servers/{}/figures", encode(server));
        json::Figures::read(&self.get(&path).await?)
    }

    /// The last minutes of a metric of a server.
    pub(crate) async fn series(
        &self,
        server: &str,
        metric: Metric,
    ) -> Result<json::Series, String> {
        let (server, metric) = (encode(server), metric.name());
        let path = format!("/api/v1/servers/{server}/series?metric={metric}");
        json::Series::read(&self.get(&path).await?)
    }

    async fn get(&self, path: &str) -> Result<String, String> {
        timeout(ANSWER_MAX, got(&self.url, path))
            .await
            .unwrap_or_else(|_| Err(format!("no answer within {} s", ANSWER_MAX.as_secs())))
    }

    /// That it could not be asked, and what to do.
    pub(crate) fn unanswered(&self, why: &str) -> Failure {
        let url = &self.url;
        Failure::new(format_args!(
            "{url}: {why}; is plimsoll watch running, and does it listen there? --url names another place"
        ))
    }
}

/// Leaves the servers that are wanted; none for all.
pub(crate) fn only(status: &mut json::Status, names: &[String]) -> Result<(), Failure> {
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

async fn got(url: &str, path: &str) -> Result<String, String> {
    let url = Url::parse(url).map_err(|_| "give a URL like http://127.0.0.1:9477")?;
    let path = format!("{}{path}", url.path().trim_end_matches('/'));
    let mut connection = Connection::to(url, None)?;
    let answer = connection.get(&path, "application/json", None).await?;
    let status = answer.status();
    if !status.is_success() {
        return Err(format!("it answers {status}"));
    }
    let body = connection.body(answer, BYTES_MAX).await;
    let body = body.map_err(|_| "its answer broke off or does not end".to_owned())?;
    String::from_utf8(body.to_vec()).map_err(|_| "its answer is no text".to_owned())
}
