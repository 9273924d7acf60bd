//! Processor time of the server's group, or where it has none of its own the sum of
//! its processes, and what a quota cost it.

use plimsoll_model::Metric;

use super::look::Look;
use super::places::Places;
use crate::read::host::Tree;

/// Puts its figures. The sum of the processes is there where it was asked for now:
/// said again it would look as if no time had been used.
pub(super) fn read(tree: &Tree, places: &Places, summed_ticks: Option<u64>, look: &mut Look) {
    match &places.cpu {
        Ok(cpu) => {
            match cpu.used_seconds(tree) {
                Some(seconds) => look.put(Metric::CpuSecondsTotal, seconds),
                None => look.lack("processor group", "it does not count processor time"),
            }
            look.some(
                Metric::CpuThrottledSecondsTotal,
                cpu.throttled_seconds(tree),
            );
        }
        Err(why) => {
            let second = rustix::param::clock_ticks_per_second() as f64;
            let seconds = summed_ticks.map(|ticks| ticks as f64 / second);
            look.some(Metric::CpuSecondsTotal, seconds);
            look.lack(
                "processor group",
                format!("{why}: its processes are summed"),
            );
        }
    }
}
