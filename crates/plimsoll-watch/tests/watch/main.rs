//! Targets watched over hours of simulated servers, whose mechanism is known to the
//! last byte, under a clock of their own.

mod forecast;
mod line;
mod memory;
mod property;
mod rates;
mod recall;
mod server;
