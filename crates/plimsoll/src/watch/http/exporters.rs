//! One server under an exporter's names, so that dashboards and rules that are there
//! already go on. Asked when it is scraped, over a connection of its own, as the
//! exporter would. `target` is the server's name, `version` the exporter's, the newest
//! that is known unless said.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use plimsoll_live::read::{mysql, postgresql};
use plimsoll_model::{Family, FamilyKind, Point};
use plimsoll_report::metrics;
use tokio::time::timeout;

use super::answers::{page, refused};
use crate::audit::Place;
use crate::watch::fleet::Watching;
use crate::watch::log::said;
use crate::watch::own::Open;
use crate::watch::shared::Shared;

/// How long a scrape may take: Prometheus gives up after ten seconds by default.
const SCRAPE_MAX: Duration = Duration::from_secs(10);

type Asked = Query<Vec<(String, String)>>;

/// A `PostgreSQL` server under the names of `postgres_exporter`.
pub(super) async fn postgres_exporter(State(shared): State<Arc<Shared>>, query: Asked) -> Response {
    let server = match target(&shared, &query) {
        Ok(server) => server,
        Err(response) => return response,
    };
    let Place::Postgresql(address) = server.place() else {
        return refused(StatusCode::NOT_FOUND, "that server is no PostgreSQL");
    };
    let names: Vec<&str> = postgresql::profile::Profile::names().collect();
    let name = wanted(&query, "postgres_exporter", &names);
    let Some(profile) = postgresql::profile::Profile::named(&name) else {
        return unknown(&names);
    };
    scrape(&shared, &server, "pg_up", async {
        let limits = postgresql::Limits::default();
        let mut connection = postgresql::Connection::open(&address, &limits).await?;
        profile.families(&mut connection).await
    })
    .await
}

/// A `MySQL` or `MariaDB` server under the names of `mysqld_exporter`.
pub(super) async fn mysqld_exporter(State(shared): State<Arc<Shared>>, query: Asked) -> Response {
    let server = match target(&shared, &query) {
        Ok(server) => server,
        Err(response) => return response,
    };
    let Place::Mysql(address) = server.place() else {
        return refused(
            StatusCode::NOT_FOUND,
            "that server is no MySQL and no MariaDB",
        );
    };
    let names: Vec<&str> = mysql::profile::Profile::names().collect();
    let name = wanted(&query, "mysqld_exporter", &names);
    let Some(profile) = mysql::profile::Profile::named(&name) else {
        return unknown(&names);
    };
    scrape(&shared, &server, "mysql_up", async {
        let limits = mysql::Limits::default();
        let mut connection = mysql::Connection::open(&address, &limits).await?;
        let families = profile.families(&mut connection).await;
        connection.leave().await;
        families
    })
    .await
}

fn given<'q>(query: &'q Asked, key: &str) -> Option<&'q str> {
    let mut of = query.iter().filter(|(name, _)| name == key);
    of.next().map(|(_, value)| value.as_str())
}

#[expect(clippy::result_large_err, reason = "a refusal is made once a request")]
fn target(shared: &Shared, query: &Asked) -> Result<Arc<Watching>, Response> {
    let server = given(query, "target").and_then(|name| shared.fleet.server(name));
    let why = "`target` must be the name of a [[server]]";
    server.ok_or_else(|| refused(StatusCode::NOT_FOUND, why))
}

/// The profile's name.
fn wanted(query: &Asked, exporter: &str, names: &[&str]) -> String {
    match given(query, "version") {
        Some(version) => format!("{exporter}@{version}"),
        None => names.last().copied().unwrap_or_default().to_owned(),
    }
}

fn unknown(names: &[&str]) -> Response {
    let why = format!("`version` is of none that is known: {}", names.join(", "));
    refused(StatusCode::BAD_REQUEST, &why)
}

/// The page; of a server that cannot be asked all that the exporter shows too.
async fn scrape<E: std::fmt::Display>(
    shared: &Arc<Shared>,
    server: &Watching,
    up: &str,
    families: impl Future<Output = Result<Vec<Family>, E>>,
) -> Response {
    let Ok(_turn) = shared.dear.acquire().await else {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "the daemon ends");
    };
    let _open = Open::counted(&shared.counters);
    let why = match timeout(SCRAPE_MAX, families).await {
        Ok(Ok(families)) => return page(metrics::families(&families)),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer within {} s", SCRAPE_MAX.as_secs()),
    };
    let why = said(&why);
    tracing::warn!(
        server = server.name,
        "it is shown as not up to a scrape: {why}"
    );
    page(metrics::families(&[not_up(up)]))
}

fn not_up(name: &str) -> Family {
    Family {
        name: name.to_owned(),
        help: "Whether the last scrape could ask the server.".to_owned(),
        kind: FamilyKind::Gauge,
        points: vec![Point {
            labels: Vec::new(),
            value: 0.0,
        }],
    }
}
