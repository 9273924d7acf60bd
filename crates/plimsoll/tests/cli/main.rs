//! The command line as a user meets it: the real program on real files.

mod bad_input;
mod bill;
mod check;
mod conventions;
mod example;
mod flags;
mod run;
mod secrets;
mod settings;
