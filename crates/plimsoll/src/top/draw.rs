//! The frame around each view: where the daemon is and whether it answers, the way
//! here, and below what is typed or can be.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::input::Extent;
use super::paint::{FAINT, MARKED, Paint};
use super::place::{Mode, Place, View};
use super::rows;
use super::show;
use super::state::State;
use super::view::{events, help, server, servers, services};

const HINT: &str = " ? help  : command  / filter  enter describe  l events  space pause  q quit";

/// Draws all of it; the extent of the view is for the state.
pub(super) fn draw(frame: &mut Frame<'_>, state: &State, paint: Paint) -> Extent {
    let rows = [
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ];
    let [top, way, body, note, bottom] = Layout::vertical(rows).areas(frame.area());
    frame.render_widget(head(state, paint), top);
    frame.render_widget(crumbs(state), way);
    let extent = view(frame, body, state, paint);
    if state.silence().is_some() {
        frame.buffer_mut().set_style(body, FAINT);
    }
    frame.render_widget(noted(state, paint), note);
    frame.render_widget(prompt(state, paint), bottom);
    extent
}

fn view(frame: &mut Frame<'_>, area: Rect, state: &State, paint: Paint) -> Extent {
    match &state.place().view {
        View::Servers => servers::draw(frame, area, state, paint),
        View::Server(name) => server::draw(frame, area, state, (name, paint)),
        View::Services => services::draw(frame, area, state, paint),
        View::Events(of) => events::draw(frame, area, state, (of.as_deref(), paint)),
        View::Help => help::draw(frame, area, state, paint),
    }
}

fn head(state: &State, paint: Paint) -> Line<'static> {
    let time = show::text(&state.status.time);
    if let Some((seconds, why)) = state.silence() {
        // Why may be long: what the line is too short for is the end of that.
        let text = format!(
            " no answer for {}; this is of {time}: {}",
            show::ago(seconds as i64),
            show::text(why)
        );
        return Line::styled(text, paint.bad());
    }
    let mut spans = vec![Span::styled(" plimsoll top  ", paint.head())];
    let url = show::text(state.url.trim_start_matches("http://"));
    spans.push(Span::raw(format!("{url}  {time}  ")));
    if state.is_paused {
        spans.push(Span::styled("PAUSED  ", paint.doubtful().patch(MARKED)));
    }
    spans.push(tally(state, paint));
    Line::from(spans)
}

fn tally(state: &State, paint: Paint) -> Span<'static> {
    let servers = &state.status.servers;
    let unwell = servers.iter().filter(|it| !it.troubles.is_empty()).count();
    let count = match servers.len() {
        1 => "1 server".to_owned(),
        count => format!("{count} servers"),
    };
    match unwell {
        0 => Span::styled(format!("{count}, all well"), paint.good()),
        unwell => Span::styled(format!("{count}, {unwell} not well"), paint.bad()),
    }
}

fn crumbs(state: &State) -> Line<'static> {
    let way = state.crumbs().map(|view| {
        let name = match view {
            View::Servers => "servers".to_owned(),
            View::Server(name) => show::text(name),
            View::Services => "services".to_owned(),
            View::Events(None) => "events".to_owned(),
            View::Events(Some(name)) => format!("events of {}", show::text(name)),
            View::Help => "help".to_owned(),
        };
        Span::styled(format!(" <{name}>"), FAINT)
    });
    let mut spans: Vec<Span<'static>> = way.collect();
    spans.push(Span::raw(how(state.place())));
    Line::from(spans)
}

/// The filter and the sort in force.
fn how(place: &Place) -> String {
    let mut how = String::new();
    if !place.filter.is_empty() {
        how = format!("  /{}", show::text(&place.filter));
    }
    if let Some((sort, is_turned)) = place.sort {
        let turned = if is_turned { ", turned" } else { "" };
        how = format!("{how}  by {}{turned}", sort.word());
    }
    how
}

/// What is not well with the marked server, or else with the daemon.
fn noted(state: &State, paint: Paint) -> Line<'static> {
    let marked = match &state.place().view {
        View::Servers => rows::server_of_row(state),
        View::Server(_) | View::Services | View::Events(_) | View::Help => None,
    };
    let server = marked.as_deref().and_then(|name| state.server(name));
    let trouble = server.and_then(|it| it.troubles.first().map(|why| (it.name.as_str(), why)));
    let daemon = state.status.daemon.troubles.first();
    let trouble = trouble.or_else(|| daemon.map(|why| ("the daemon", why)));
    let text = trouble.map_or_else(String::new, |(who, why)| {
        format!(" {}: {}", show::text(who), show::text(why))
    });
    Line::styled(text, paint.bad())
}

fn prompt(state: &State, paint: Paint) -> Line<'static> {
    if let Some(said) = &state.said {
        return Line::styled(format!(" {}", show::text(said)), paint.doubtful());
    }
    match &state.mode {
        Mode::Normal => Line::styled(HINT, FAINT),
        Mode::Command(typed) => Line::raw(format!(" :{}█", show::text(typed))),
        Mode::Filter => Line::raw(format!(" /{}█", show::text(&state.place().filter))),
    }
}
