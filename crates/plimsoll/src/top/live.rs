//! What goes on while `top` runs: keys, the daemon's answers, the clock and signals,
//! one after the other into the state, and after each the screen.

use std::thread;
use std::time::{Duration, Instant};

use tokio::select;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::{MissedTickBehavior, interval};

use super::paint::Paint;
use super::screen::{Screen, Told, told};
use super::state::{Answer, Detail, Input, State, step};
use crate::api::Api;
use crate::failure::Failure;

/// How often the daemon is asked, and the screen's clock goes on.
const EVERY: Duration = Duration::from_secs(1);
/// Keys that wait to be looked at.
const KEYS_MAX: usize = 64;

/// Runs until it is ended, by a key, a signal, or the terminal's going away.
pub(super) async fn live(
    mut state: State,
    api: &Api,
    names: &[String],
    paint: Paint,
) -> Result<(), Failure> {
    let begun = Instant::now();
    let mut screen = Screen::open().map_err(|error| unusable(&error))?;
    let mut keys = keys();
    let mut signals = Signals::new().map_err(|error| unusable(&error))?;
    let (told, mut answers) = channel(1);
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut asked: Option<Option<String>> = None;
    let mut is_due = true;
    while !state.is_ended {
        let wanted = state.wanted().map(str::to_owned);
        if asked.is_none() && is_due && !state.is_paused {
            is_due = false;
            asked = Some(wanted.clone());
            let (api, names, told) = (api.clone(), names.to_vec(), told.clone());
            tokio::spawn(async move {
                // Nobody waits for it any more where `top` has ended.
                let _ended = told.send(answer(&api, &names, wanted).await).await;
            });
        }
        let extent = screen.draw(&state, paint);
        let extent = extent.map_err(|error| unusable(&error))?;
        state = step(state, Input::Drawn(extent));
        let before = state.wanted().map(str::to_owned);
        let input = select! {
            key = keys.recv() => match key {
                Some(Told::Key(key)) => Some(Input::Key(key)),
                Some(Told::Other) => None,
                None => return Ok(()),
            },
            Some(answer) = answers.recv() => {
                asked = None;
                Some(Input::Answer(answer.map(Box::new)))
            }
            _ = ticks.tick() => {
                is_due = true;
                Some(Input::Tick(begun.elapsed()))
            }
            () = signals.any() => return Ok(()),
        };
        if let Some(input) = input {
            state = step(state, input);
        }
        let after = state.wanted();
        is_due |= after.is_some() && after != before.as_deref();
    }
    Ok(())
}

/// What the daemon says now.
async fn answer(api: &Api, names: &[String], wanted: Option<String>) -> Result<Answer, String> {
    let mut status = api.status().await?;
    if !names.is_empty() {
        status.servers.retain(|it| names.contains(&it.name));
    }
    let detail = match wanted {
        Some(server) => Some(detail(api, &server).await),
        None => None,
    };
    Ok(Answer { status, detail })
}

async fn detail(api: &Api, server: &str) -> Result<Detail, String> {
    Ok(Detail {
        figures: api.figures(server).await?,
        held: api.series(server, "memory_held_bytes").await?,
        sessions: api.series(server, "sessions").await?,
    })
}

/// Keys, by a thread that waits for them; it ends with the program.
fn keys() -> Receiver<Told> {
    let (hand, keys) = channel(KEYS_MAX);
    thread::spawn(move || {
        while let Ok(it) = told() {
            if hand.blocking_send(it).is_err() {
                return;
            }
        }
    });
    keys
}

/// What ends a program from outside.
struct Signals([Signal; 3]);

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self([
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    async fn any(&mut self) {
        let [terminate, interrupt, hangup] = &mut self.0;
        select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

fn unusable(error: &std::io::Error) -> Failure {
    Failure::new(format_args!(
        "the terminal cannot be drawn on: {error}; plimsoll status prints the same once"
    ))
}
