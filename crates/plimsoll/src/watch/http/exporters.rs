//! One server under an exporter's names, so that dashboards and rules that are there
//! already go on. Asked when it is scraped, over a connection of its own, as the
//! exporter would.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use plimsoll_live::read::postgresql::profile::Profile;
use plimsoll_live::read::postgresql::{Address, Connection, Limits, Unreachable};
use plimsoll_model::{Family, FamilyKind, Point};
use plimsoll_report::metrics;
use tokio::time::timeout;

use super::Shared;
use super::answers::{page, refused};
use crate::audit::Place;
use crate::watch::log::said;
use crate::watch::own::Open;

/// How long a scrape may take: Prometheus gives up after ten seconds by default.
const SCRAPE_MAX: Duration = Duration::from_secs(10);

/// A `PostgreSQL` server under the names of `postgres_exporter`: `target` is its name,
/// `version` the exporter's, the newest known unless said.
pub(super) async fn postgres_exporter(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let given = |key: &str| {
        let mut of = query.iter().filter(|(name, _)| name == key);
        of.next().map(|(_, value)| value.as_str())
    };
    let server = given("target").and_then(|name| shared.fleet.server(name));
    let Some(server) = server else {
        return refused(
            StatusCode::NOT_FOUND,
            "`target` must be the name of a [[server]]",
        );
    };
    let Place::Postgresql(address) = server.place() else {
        return refused(StatusCode::NOT_FOUND, "that server is no PostgreSQL");
    };
    let profile = match given("version") {
        Some(version) => Profile::named(&format!("postgres_exporter@{version}")),
        None => Profile::names().last().and_then(Profile::named),
    };
    let Some(profile) = profile else {
        let known: Vec<&str> = Profile::names().collect();
        let why = format!("`version` is of none that is known: {}", known.join(", "));
        return refused(StatusCode::BAD_REQUEST, &why);
    };
    let Ok(_turn) = shared.dear.acquire().await else {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "the daemon ends");
    };
    let _open = Open::counted(&shared.counters);
    let why = match timeout(SCRAPE_MAX, scraped(profile, &address)).await {
        Ok(Ok(families)) => return page(metrics::families(&families)),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer within {} s", SCRAPE_MAX.as_secs()),
    };
    tracing::warn!(
        server = server.name,
        "it is shown as not up to a scrape: {}",
        said(&why)
    );
    page(metrics::families(&[not_up()]))
}

async fn scraped(profile: &Profile, address: &Address) -> Result<Vec<Family>, Unreachable> {
    let mut connection = Connection::open(address, &Limits::default()).await?;
    profile.families(&mut connection).await
}

/// All that the exporter shows of a server that it cannot ask.
fn not_up() -> Family {
    Family {
        name: "pg_up".to_owned(),
        help: "Whether the last scrape could ask the server.".to_owned(),
        kind: FamilyKind::Gauge,
        points: vec![Point {
            labels: Vec::new(),
            value: 0.0,
        }],
    }
}
