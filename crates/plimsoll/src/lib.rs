//! The command line: what is asked, what has to be read for it, what is said.
//!
//! This crate does the IO that the pure crates ask for and carries their
//! answers to the terminal; it holds no rule and no judgement.

mod against;
mod api;
pub mod app;
mod audit;
mod baseline;
mod checked;
mod cli;
mod cmd;
mod collect;
mod config;
mod ended;
mod facts;
mod failure;
mod fix;
mod judged;
mod moved;
mod output;
mod past;
mod read;
mod reporter;
mod spread;
mod top;
mod typed;
mod watch;
