//! The machine: keys and answers in, what is shown out.

use std::time::Duration;

use super::sample::{HOSTILE, answer, idle, state, status};
use crate::top::input::{Extent, Input, Key};
use crate::top::place::{Mode, View};
use crate::top::rows;
use crate::top::state::State;
use crate::top::step::step;

/// A long list, as drawn on a small terminal.
const EXTENT: Extent = Extent {
    rows: 4,
    room: 19,
    is_list: true,
};

fn typed(state: State, keys: &str) -> State {
    keys.chars().fold(state, |state, letter| {
        let key = match letter {
            '\n' => Key::Enter,
            '\u{1b}' => Key::Escape,
            '\u{8}' => Key::Backspace,
            letter => Key::Letter(letter),
        };
        step(step(state, Input::Drawn(EXTENT)), Input::Key(key))
    })
}

fn names(state: &State) -> Vec<String> {
    rows::keys(state)
}

fn way(state: &State) -> Vec<View> {
    state.crumbs().cloned().collect()
}

fn server(name: &str) -> View {
    View::Server(name.to_owned())
}

#[test]
fn servers_not_well_stand_first_then_those_not_tried() {
    assert_eq!(names(&state()), ["ledger", HOSTILE, "crm", "shop"]);
}

#[test]
fn keys_go_where_k9s_s_go() {
    let shop = || server("shop");
    let cases: [(&str, Vec<View>); 14] = [
        ("", vec![View::Servers]),
        ("G\n", vec![View::Servers, shop()]),
        ("jjjjjjjd", vec![View::Servers, shop()]),
        ("Gkd", vec![View::Servers, server("crm")]),
        ("Gd\u{1b}", vec![View::Servers]),
        (
            "Gl",
            vec![View::Servers, View::Events(Some("shop".to_owned()))],
        ),
        ("Gd-", vec![View::Servers]),
        ("Gd--", vec![View::Servers, shop()]),
        (":ev\n", vec![View::Servers, View::Events(None)]),
        (":svc\n", vec![View::Servers, View::Services]),
        (":shop\n", vec![View::Servers, shop()]),
        (":svc\nd", vec![View::Servers, View::Services, shop()]),
        ("??\u{1b}", vec![View::Servers]),
        ("Gd:s\n", vec![View::Servers]),
    ];
    for (keys, wanted) in cases {
        assert_eq!(way(&typed(state(), keys)), wanted, "{keys:?}");
    }
}

#[test]
fn leaving_is_q_a_command_or_an_interrupt() {
    for keys in ["q", ":q\n", ":quit\n", "/x\nq"] {
        assert!(typed(state(), keys).is_ended, "{keys:?}");
    }
    let inside = step(typed(state(), ":ab"), Input::Key(Key::Interrupt));
    assert!(inside.is_ended);
    // In a line that is typed it is a letter.
    assert!(!typed(state(), "/q").is_ended);
}

#[test]
fn a_filter_holds_while_it_is_typed_and_esc_ends_it() {
    let cases = [
        ("/sho", &["shop"][..]),
        ("/sho\u{8}\u{8}\u{8}\n", &["ledger", HOSTILE, "crm", "shop"]),
        ("/!up\n", &["ledger", HOSTILE, "crm"]),
        ("/-f lgr\n", &["ledger"]),
        ("/sho\n\u{1b}", &["ledger", HOSTILE, "crm", "shop"]),
        ("/payments\n", &["shop"]),
    ];
    for (keys, wanted) in cases {
        assert_eq!(names(&typed(state(), keys)), wanted, "{keys:?}");
    }
}

#[test]
fn a_sort_is_a_capital_and_the_same_again_turns_it() {
    let mut by_name = vec![HOSTILE, "crm", "ledger", "shop"];
    by_name.sort_unstable();
    assert_eq!(names(&typed(state(), "N")), by_name);
    by_name.reverse();
    assert_eq!(names(&typed(state(), "NN")), by_name);
    assert_eq!(names(&typed(state(), "S"))[0], "shop");
    assert_eq!(names(&typed(state(), "X"))[0], HOSTILE);
}

#[test]
fn a_command_that_is_none_is_said() {
    let state = typed(state(), ":delete shop\n");
    assert_eq!(way(&state), [View::Servers]);
    assert!(state.said.unwrap().starts_with("delete shop: no command"));
}

#[test]
fn the_marked_server_stays_marked_when_others_move() {
    let before = typed(state(), "G");
    let mut seen = status();
    seen.servers.insert(0, idle("aaa"));
    seen.servers[1].troubles.push("it is full".to_owned());
    let after = step(before, Input::Answer(Ok(Box::new(answer(seen)))));
    assert_eq!(rows::server_of_row(&after).as_deref(), Some("shop"));
}

#[test]
fn what_is_paused_stays_as_it_was() {
    let mut seen = status();
    seen.servers.clear();
    let paused = typed(state(), " ");
    let paused = step(paused, Input::Answer(Ok(Box::new(answer(seen)))));
    assert_eq!(paused.status.servers.len(), 4);
    let late = step(paused, Input::Tick(Duration::from_mins(1)));
    assert_eq!(late.silence(), None);
    assert!(!typed(late, " ").is_paused);
}

#[test]
fn a_daemon_that_is_gone_is_said_and_what_was_seen_stays() {
    let gone = step(state(), Input::Tick(Duration::from_secs(2)));
    assert_eq!(gone.silence(), None);
    let gone = step(gone, Input::Answer(Err("nothing listens there".to_owned())));
    let gone = step(gone, Input::Tick(Duration::from_secs(12)));
    assert_eq!(gone.silence(), Some((12, "nothing listens there")));
    assert_eq!(gone.status.servers.len(), 4);
    let back = step(gone, Input::Answer(Ok(Box::new(answer(status())))));
    assert_eq!(back.silence(), None);
    // One that takes the question and says nothing.
    let mute = step(back, Input::Tick(Duration::from_secs(20)));
    assert_eq!(mute.silence(), Some((8, "it takes its time")));
}

#[test]
fn the_server_looked_at_is_asked_about() {
    assert_eq!(state().wanted(), None);
    assert_eq!(typed(state(), "Gd").wanted(), Some("shop"));
    assert_eq!(typed(state(), "Gdl").wanted(), None);
}

#[test]
fn no_key_in_any_mode_is_too_much() {
    let keys = [
        Key::Enter,
        Key::Escape,
        Key::Backspace,
        Key::Up,
        Key::Down,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::Letter('-'),
        Key::Letter('d'),
        Key::Letter('l'),
        Key::Letter(':'),
        Key::Letter('/'),
        Key::Letter('?'),
        Key::Letter('S'),
    ];
    // Every pair and triple of them, from an answer without a server too.
    let mut empty = status();
    empty.servers.clear();
    for begun in [state(), State::new("http://127.0.0.1:1", empty)] {
        for nth in 0..keys.len().pow(3) {
            let mut state = begun.clone();
            for place in 0..3 {
                let key = keys[nth / keys.len().pow(place) % keys.len()];
                state = step(state, Input::Drawn(EXTENT));
                state = step(state, Input::Key(key));
            }
            assert!(state.place().at < EXTENT.rows);
            assert!(matches!(
                state.mode,
                Mode::Normal | Mode::Command(_) | Mode::Filter
            ));
        }
    }
}
