//! Logs of what stands around a server, from bytes to what is heard in them.

mod application;
mod containers;
mod events;
mod exported;
mod kubernetes;
mod operators;
mod pressure;
mod web;
mod written;

use std::fmt::Write as _;

use crate::{Handed, Reading};

/// The format's name and remarks, then what was heard, a line each: the line it
/// begins in, when, what, and how often.
fn heard(text: &str) -> String {
    heard_as(text, Handed::Log)
}

fn heard_as(text: &str, handed: Handed) -> String {
    let mut reading = Reading::new("file", handed);
    reading.push(text.as_bytes());
    let source = reading.end();
    let format = source.read.format.unwrap_or("-");
    let mut shown = format!("{format}\n");
    for remark in &source.read.remarks {
        let _ = writeln!(shown, "! {remark}");
    }
    for signal in &source.signals {
        let _ = write!(shown, "{} ", signal.line.line);
        match signal.at {
            Some(at) => {
                let _ = write!(shown, "{} ", at.strftime("%m-%d %H:%M:%S"));
            }
            None => shown.push_str("- "),
        }
        let _ = write!(shown, "{:?}", signal.said);
        if signal.times > 1 {
            let _ = write!(shown, " {} times", signal.times);
        }
        shown.push('\n');
    }
    shown
}
