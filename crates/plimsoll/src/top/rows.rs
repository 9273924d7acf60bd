//! The rows of each view: filtered, in their order. Nothing of how they look.

use std::collections::BTreeMap;

use plimsoll_report::json::{EventStatus, ServerStatus, ServiceStatus};

use super::filter::Filter;
use super::place::View;
use super::state::State;

/// A service with the servers it stands on.
#[derive(Debug, PartialEq)]
pub(super) struct Service<'a> {
    pub(super) status: &'a ServiceStatus,
    pub(super) servers: Vec<&'a str>,
}

/// Servers: those not well first, unless sorted otherwise.
pub(super) fn servers(state: &State) -> Vec<&ServerStatus> {
    let filter = Filter::typed(&state.place().filter);
    let all = state.status.servers.iter();
    let mut rows: Vec<&ServerStatus> = all.filter(|it| filter.wants(&words(it))).collect();
    match state.place().sort {
        None => rows.sort_by_key(|it| (it.troubles.is_empty(), it.reach.is_some())),
        Some((sort, is_turned)) => {
            rows.sort_by(|one, other| sort.order(one, other));
            if is_turned {
                rows.reverse();
            }
        }
    }
    rows
}

/// What a filter looks at.
fn words(server: &ServerStatus) -> String {
    let engine = server.engine.as_deref().unwrap_or_default();
    let reach = server.reach.as_deref().unwrap_or("not tried");
    let owner = server.owner.as_deref().unwrap_or_default();
    format!("{} {engine} {reach} {owner}", server.name)
}

/// Services: those that failed their probe first, by name.
pub(super) fn services(state: &State) -> Vec<Service<'_>> {
    let filter = Filter::typed(&state.place().filter);
    let mut by_name: BTreeMap<&str, Service<'_>> = BTreeMap::new();
    for server in &state.status.servers {
        for status in &server.services {
            let servers = Vec::new();
            let service = by_name
                .entry(&status.service)
                .or_insert(Service { status, servers });
            service.servers.push(&server.name);
        }
    }
    let wanted = |it: &Service<'_>| {
        let text = format!("{} {}", it.status.service, it.servers.join(" "));
        filter.wants(&text)
    };
    let mut rows: Vec<Service<'_>> = by_name.into_values().filter(wanted).collect();
    rows.sort_by_key(|it| it.status.is_up != Some(false));
    rows
}

/// Events, the newest first; one that was told to several servers once.
pub(super) fn events<'a>(state: &'a State, of: Option<&str>) -> Vec<&'a EventStatus> {
    let filter = Filter::typed(&state.place().filter);
    let servers = state.status.servers.iter();
    let mut rows: Vec<&EventStatus> = servers
        .filter(|server| of.is_none_or(|name| server.name == name))
        .flat_map(|server| &server.events)
        .filter(|it| filter.wants(&format!("{} {} {}", it.kind, it.target, it.message)))
        .collect();
    rows.sort_by(|one, other| {
        let newest = other.time.cmp(&one.time);
        newest.then_with(|| (&one.target, &one.message).cmp(&(&other.target, &other.message)))
    });
    rows.dedup();
    rows
}

/// What tells each row of the view that is shown from the others.
pub(super) fn keys(state: &State) -> Vec<String> {
    match &state.place().view {
        View::Servers => servers(state).iter().map(|it| it.name.clone()).collect(),
        View::Services => {
            let rows = services(state);
            rows.iter().map(|it| it.status.service.clone()).collect()
        }
        View::Events(of) => events(state, of.as_deref())
            .iter()
            .map(|it| format!("{} {} {}", it.time, it.target, it.message))
            .collect(),
        View::Server(_) | View::Help => Vec::new(),
    }
}

/// The server that the marked row is or belongs to.
pub(super) fn server_of_row(state: &State) -> Option<String> {
    let at = state.place().at;
    let name = match &state.place().view {
        View::Servers => servers(state).get(at)?.name.as_str(),
        View::Services => services(state).get(at)?.servers.first()?,
        View::Events(of) => events(state, of.as_deref()).get(at)?.target.as_str(),
        View::Server(_) | View::Help => return None,
    };
    state.server(name).map(|server| server.name.clone())
}
