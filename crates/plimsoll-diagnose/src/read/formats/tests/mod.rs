//! Files of every format, as they fall into entries.

#![allow(clippy::needless_raw_string_hashes)]

mod any;
mod database;
mod machine;
mod packages;

use std::fmt::Write as _;

use super::recognise;
use crate::Handed;
use crate::record::When;

/// The format's name, then its entries, a line each: who, how gravely, when, which
/// process, about what, and the words; what is added behind `+`.
fn entries(text: &str) -> String {
    let format = recognise(text.as_bytes(), Handed::Log);
    let mut shown = format!("{}\n", format.name());
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines() {
        match parts.last_mut() {
            Some(last) if !format.begins(line.as_bytes()) => {
                last.push('\n');
                last.push_str(line);
            }
            _ => parts.push(line.to_owned()),
        }
    }
    for record in parts.iter().filter_map(|entry| format.parse(entry)) {
        let _ = write!(shown, "{:?} {:?} ", record.speaker, record.level);
        match record.when {
            Some(When::SinceBoot(at)) => {
                let _ = write!(shown, "boot+{}ms ", at.as_millisecond());
            }
            Some(when) => {
                let _ = write!(shown, "{when:?} ");
            }
            None => shown.push_str("- "),
        }
        let pid = record.pid.map_or("-".to_owned(), |pid| pid.to_string());
        let about = record.about.as_deref().unwrap_or("-");
        let _ = write!(shown, "{pid} {about}| {}", record.message.escape_debug());
        if !record.added.is_empty() {
            let _ = write!(shown, " + {}", record.added.escape_debug());
        }
        shown.push('\n');
    }
    shown
}
