//! The machine by its keys, and the views as they stand on a terminal.

mod drawn;
mod keyed;
mod sample;
