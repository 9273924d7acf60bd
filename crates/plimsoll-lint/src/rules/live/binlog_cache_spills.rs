//! Transactions that outgrow their cache for the binary log.

use plimsoll_model::Confidence;

use super::told::{counted, counter, rate};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// One transaction in ten or more whose changes outgrew `binlog_cache_size`, and one a
    /// second or more.
    ///
    /// ## Why it matters
    ///
    /// What does not fit goes through a temporary file, and from there to the binary log
    /// while other commits wait. Where it is the exception, that is what the file is for.
    ///
    /// ## Example
    ///
    /// Documents of 200 kB in each transaction and the default of 32 kB.
    ///
    /// ## What to do instead
    ///
    /// `binlog_cache_size` at what such a transaction writes. Each session that writes holds
    /// one until it ends: see `plimsoll bill` first.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Binary Logging Options and Variables", `binlog_cache_size`
    BINLOG_CACHE_SPILLS {
        postgresql: None,
        mysql: Some("MY-LIVE-021"),
        name: "binlog-cache-spills",
        worst: Info,
        on: false,
        look: Look::Running(look),
    }
}

const SPILT: &str = "Binlog_cache_disk_use";
const USED: &str = "Binlog_cache_use";

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let (Some(spilt), Some(used)) = (counter(seen, SPILT), counter(seen, USED)) else {
        return Answer::QUIET;
    };
    let often = rate(seen, SPILT, 1).is_some_and(|a_second| a_second >= 1.0);
    if !often || spilt.saturating_mul(10) < used {
        return Answer::QUIET;
    }
    let message = format!("{spilt} of {used} transactions outgrew their cache for the binary log");
    let found = Found::info(message).sure(Confidence::Medium);
    counted(found, seen, &[SPILT, USED, "Uptime"])
        .blames(input, &["binlog_cache_size"])
        .into()
}
