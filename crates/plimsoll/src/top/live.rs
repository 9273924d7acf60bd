//! What goes on while `top` runs: keys, the daemon's answers, the clock and signals,
//! one after the other into the state, and after each the screen.

use std::thread;
use std::time::{Duration, Instant};

use plimsoll_model::Metric;
use tokio::select;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::input::{Answer, Detail, Input};
use super::paint::Paint;
use super::screen::{Screen, Told, told};
use super::state::State;
use super::step::step;
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
    let mut screen = Screen::open().map_err(|error| unusable(&error))?;
    let mut sources = Sources::open(api, names).map_err(|error| unusable(&error))?;
    while !state.is_ended {
        if !state.is_paused {
            sources.ask_if_due(state.wanted());
        }
        let extent = screen.draw(&state, paint);
        let extent = extent.map_err(|error| unusable(&error))?;
        state = step(state, Input::Drawn(extent));
        let wanted = state.wanted().map(str::to_owned);
        match sources.next().await {
            Next::Input(input) => state = step(state, input),
            Next::Redraw => {}
            Next::End => return Ok(()),
        }
        // A server that is gone to is not waited for until the next second.
        let now = state.wanted();
        sources.is_due |= now.is_some() && now != wanted.as_deref();
    }
    Ok(())
}

/// What comes next.
enum Next {
    Input(Input),
    Redraw,
    End,
}

/// All that it comes from.
struct Sources {
    api: Api,
    names: Vec<String>,
    begun: Instant,
    keys: Receiver<Told>,
    signals: Signals,
    told: Sender<Result<Answer, String>>,
    answers: Receiver<Result<Answer, String>>,
    ticks: Interval,
    /// Whether the daemon is to be asked, and whether it is being.
    is_due: bool,
    is_asking: bool,
}

impl Sources {
    fn open(api: &Api, names: &[String]) -> std::io::Result<Self> {
        let (told, answers) = channel(1);
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Self {
            api: api.clone(),
            names: names.to_vec(),
            begun: Instant::now(),
            keys: keys(),
            signals: Signals::new()?,
            told,
            answers,
            ticks,
            is_due: true,
            is_asking: false,
        })
    }

    /// Asks, about one server more closely where it is wanted; one question at a time.
    fn ask_if_due(&mut self, wanted: Option<&str>) {
        if !self.is_due || self.is_asking {
            return;
        }
        (self.is_due, self.is_asking) = (false, true);
        let (api, names, told) = (self.api.clone(), self.names.clone(), self.told.clone());
        let wanted = wanted.map(str::to_owned);
        tokio::spawn(async move {
            // Nobody waits for it any more where `top` has ended.
            let _ended = told.send(answer(&api, &names, wanted).await).await;
        });
    }

    async fn next(&mut self) -> Next {
        select! {
            key = self.keys.recv() => match key {
                Some(Told::Key(key)) => Next::Input(Input::Key(key)),
                Some(Told::Other) => Next::Redraw,
                None => Next::End,
            },
            Some(answer) = self.answers.recv() => {
                self.is_asking = false;
                Next::Input(Input::Answer(answer.map(Box::new)))
            }
            _ = self.ticks.tick() => {
                self.is_due = true;
                Next::Input(Input::Tick(self.begun.elapsed()))
            }
            () = self.signals.any() => Next::End,
        }
    }
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
        held: api.series(server, Metric::MemoryHeldBytes).await?,
        sessions: api.series(server, Metric::Sessions).await?,
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
