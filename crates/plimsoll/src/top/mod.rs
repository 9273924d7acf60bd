//! `plimsoll top`: what the daemon sees, live in the terminal. It sends GET alone and
//! has no means to change anything. `state` and `step` are a machine without IO, `view`
//! draws it, `live` feeds it.

mod draw;
mod filter;
mod input;
mod keys;
mod live;
mod paint;
mod place;
mod rows;
mod screen;
mod section;
mod show;
mod sort;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod view;

use tokio::runtime::Builder;

use crate::api::{Api, only};
use crate::cli::Top;
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;

/// Runs it.
pub(crate) fn run(arguments: &Top) -> Result<Ended, Failure> {
    if !screen::Screen::is_there() {
        return Err(Failure::new(
            "top draws on a terminal, and there is none; plimsoll status prints the same once",
        ));
    }
    let api = Api::at(&arguments.url);
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| api.unanswered(&error.to_string()))?;
    runtime.block_on(async {
        let mut status = api.status().await.map_err(|why| api.unanswered(&why))?;
        only(&mut status, &arguments.names)?;
        let state = state::State::new(&arguments.url, status);
        let paint = paint::Paint(output::palette());
        live::live(state, &api, &arguments.names, paint).await
    })?;
    Ok(Ended::Well)
}
