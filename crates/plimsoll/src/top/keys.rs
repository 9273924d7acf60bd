//! What keys do: k9s's, and of those the ones that only look.

use super::input::Key;
use super::place::{Mode, View};
use super::rows;
use super::sort::Sort;
use super::state::State;

/// Commands after `:`, each with its short names.
pub(super) const COMMANDS: [(&[&str], &str); 5] = [
    (&["servers", "server", "srv", "s"], "all servers"),
    (
        &["services", "service", "svc"],
        "services that stand on them",
    ),
    (&["events", "event", "ev"], "what happened"),
    (&["help", "h", "?"], "the keys"),
    (&["quit", "q", "q!"], "leave"),
];

/// Letters that may be typed into a line.
const TYPED_MAX: usize = 200;

/// A key is pressed.
pub(super) fn pressed(state: &mut State, key: Key) {
    if key == Key::Interrupt {
        state.is_ended = true;
        return;
    }
    state.said = None;
    match state.mode.clone() {
        Mode::Normal => normal(state, key),
        Mode::Command(typed) => command(state, typed, key),
        Mode::Filter => filter(state, key),
    }
}

fn normal(state: &mut State, key: Key) {
    if moved(state, key) {
        return;
    }
    match key {
        Key::Enter | Key::Letter('d') => describe(state),
        Key::Escape if !state.place().filter.is_empty() => state.place_mut().filter.clear(),
        Key::Escape => state.back(),
        Key::Letter(':') => state.mode = Mode::Command(String::new()),
        Key::Letter('/') if state.extent().is_list => state.mode = Mode::Filter,
        Key::Letter('?') => state.go(View::Help),
        Key::Letter('l') => events(state),
        Key::Letter('-') => state.toggle(),
        Key::Letter(' ') => state.is_paused = !state.is_paused,
        Key::Letter('q') => state.is_ended = true,
        Key::Letter(letter) => sorted(state, letter),
        _ => {}
    }
}

/// The marked row, or the text.
fn moved(state: &mut State, key: Key) -> bool {
    let extent = state.extent();
    let page = extent.room.saturating_sub(1).max(1);
    let last = extent.rows.saturating_sub(1);
    let at = &mut state.place_mut().at;
    *at = match key {
        Key::Up | Key::Letter('k') => at.saturating_sub(1),
        Key::Down | Key::Letter('j') => *at + 1,
        Key::PageUp => at.saturating_sub(page),
        Key::PageDown => *at + page,
        Key::Home | Key::Letter('g') => 0,
        Key::End | Key::Letter('G') => last,
        _ => return false,
    };
    state.bounded();
    true
}

fn describe(state: &mut State) {
    if let Some(name) = rows::server_of_row(state) {
        state.go(View::Server(name));
    }
}

/// Events of the server that is shown or marked.
fn events(state: &mut State) {
    let of = match &state.place().view {
        View::Server(name) => Some(name.clone()),
        View::Servers | View::Services => rows::server_of_row(state),
        View::Events(_) | View::Help => return,
    };
    state.go(View::Events(of));
}

fn sorted(state: &mut State, letter: char) {
    let Some(sort) = Sort::of_letter(letter) else {
        return;
    };
    if state.place().view != View::Servers {
        return;
    }
    let place = state.place_mut();
    place.sort = match place.sort {
        Some((now, is_turned)) if now == sort => Some((sort, !is_turned)),
        _ => Some((sort, false)),
    };
    place.at = 0;
}

fn command(state: &mut State, mut typed: String, key: Key) {
    match key {
        Key::Letter(letter) => {
            push(&mut typed, letter);
            state.mode = Mode::Command(typed);
        }
        Key::Backspace if typed.pop().is_some() => state.mode = Mode::Command(typed),
        Key::Backspace | Key::Escape => state.mode = Mode::Normal,
        Key::Enter => {
            state.mode = Mode::Normal;
            run(state, typed.trim());
        }
        _ => {}
    }
}

/// A command, or the name of a server.
fn run(state: &mut State, typed: &str) {
    let command = COMMANDS.iter().find(|(names, _)| names.contains(&typed));
    match command.and_then(|(names, _)| names.first()) {
        Some(&"servers") => state.jump(View::Servers),
        Some(&"services") => state.jump(View::Services),
        Some(&"events") => state.jump(View::Events(None)),
        Some(&"help") => state.go(View::Help),
        Some(_) => state.is_ended = true,
        None if typed.is_empty() => {}
        None if state.server(typed).is_some() => state.jump(View::Server(typed.to_owned())),
        None => state.said = Some(format!("{typed}: no command and no server; ? has the list")),
    }
}

fn filter(state: &mut State, key: Key) {
    match key {
        Key::Letter(letter) => push(&mut state.place_mut().filter, letter),
        Key::Backspace if state.place_mut().filter.pop().is_some() => {}
        Key::Backspace | Key::Enter => state.mode = Mode::Normal,
        Key::Escape => {
            state.place_mut().filter.clear();
            state.mode = Mode::Normal;
        }
        _ => return,
    }
    state.place_mut().at = 0;
}

fn push(typed: &mut String, letter: char) {
    if typed.chars().count() < TYPED_MAX {
        typed.push(letter);
    }
}
