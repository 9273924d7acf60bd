//! `top` as a machine: a state and an input make the next state.

use super::input::{Answer, Input};
use super::keys;
use super::rows;
use super::state::State;

/// The next state.
pub(super) fn step(mut state: State, input: Input) -> State {
    match input {
        Input::Key(key) => keys::pressed(&mut state, key),
        // What was asked before the pause is not shown in it.
        Input::Answer(_) if state.is_paused => {}
        Input::Answer(Ok(answer)) => answered(&mut state, *answer),
        Input::Answer(Err(why)) => state.unanswered(why),
        Input::Tick(now) => state.ticked(now),
        Input::Drawn(extent) => state.drawn(extent),
    }
    state
}

/// An answer came; the row that was marked stays so, wherever it is now.
fn answered(state: &mut State, answer: Answer) {
    let marked = rows::keys(state).into_iter().nth(state.place().at);
    state.answered(answer);
    let keys = rows::keys(state);
    let again = marked.and_then(|marked| keys.iter().position(|key| *key == marked));
    if let Some(at) = again {
        state.place_mut().at = at;
    }
}
