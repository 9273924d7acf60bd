//! The machine's memory, swap, kills and load (proc(5)).

use plimsoll_model::Metric;

use super::look::Look;
use crate::read::host::Tree;
use crate::read::host::machine::{MEMINFO, event, meminfo_bytes};

/// Puts the machine's memory and load; that memory in bytes, where it is told.
pub(super) fn read(tree: &Tree, look: &mut Look) -> Option<u64> {
    match tree.text("/proc/loadavg") {
        Ok(text) => {
            let load = text.split(' ').next().and_then(|word| word.parse().ok());
            look.some(Metric::Load1, load);
        }
        Err(why) => look.lack("load", why),
    }
    let meminfo = match tree.text(MEMINFO) {
        Ok(text) => text,
        Err(why) => {
            look.lack("machine memory", why);
            return None;
        }
    };
    let total = meminfo_bytes(&meminfo, "MemTotal");
    for (metric, bytes) in [
        (Metric::MachineMemoryBytes, total),
        (
            Metric::MachineAvailableBytes,
            meminfo_bytes(&meminfo, "MemAvailable"),
        ),
    ] {
        look.some(metric, bytes.map(|bytes| bytes as f64));
    }
    total
}

/// Puts what befell the machine. A file of hundreds of lines, and swapping is counted
/// in pages.
pub(super) fn read_events(tree: &Tree, look: &mut Look) {
    let text = match tree.text("/proc/vmstat") {
        Ok(text) => text,
        Err(why) => return look.lack("machine swapping and kills", why),
    };
    let page = rustix::param::page_size() as u64;
    let counts = [
        (Metric::MachineOomKillsTotal, "oom_kill", 1),
        (Metric::SwapInBytesTotal, "pswpin", page),
        (Metric::SwapOutBytesTotal, "pswpout", page),
    ];
    for (metric, name, unit) in counts {
        let count = event(&text, name).map(|count| count.saturating_mul(unit) as f64);
        look.some(metric, count);
    }
}
