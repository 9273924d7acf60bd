//! `plimsoll watch` and `plimsoll status` as a user meets them: the real program, real
//! servers that come, go, fill up and let nobody in.

// Clippy knows tests by their attribute; their helpers are tests too.
#![allow(clippy::unwrap_used)]

mod check;
mod elsewhere;
mod events;
mod exporters;
mod falls;
mod history;
mod hostile;
mod packaging;
mod prometheus;
mod reach;
mod recall;
mod reload;
mod secrets;
mod stop;
mod support;
mod top;
