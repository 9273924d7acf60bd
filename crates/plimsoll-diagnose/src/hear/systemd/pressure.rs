//! Daemons that kill before the kernel does, when the machine is short of memory:
//! systemd-oomd (src/oom/oomd-manager.c) and earlyoom (main.c, kill.c, from 1.6 on
//! with the victim's memory). They kill what is largest or presses most, which need not
//! be what took the memory.

use jiff::SignedDuration;

use super::names;
use crate::hear::{Listener, Phrases};
use crate::heard::Heard;
use crate::record::{Record, When};
use crate::signal::{OrchestratorSignal, Said};

/// What was printed longer before a kill says nothing of it.
const SHORT_WITHIN: SignedDuration = SignedDuration::from_secs(60);

/// What of the machine's memory was taken, as a daemon printed it, and when.
#[derive(Clone, Copy)]
struct Taken {
    bytes: u64,
    when: Option<When>,
}

/// Listens to systemd, and to these beside it.
pub(crate) struct Systemd {
    phrases: Phrases,
    taken: Option<Taken>,
}

impl Systemd {
    pub(crate) fn new() -> Self {
        Self {
            phrases: Phrases::new(super::PHRASES),
            taken: None,
        }
    }

    fn taken(&self, now: Option<When>) -> Option<u64> {
        let taken = self.taken?;
        let apart = now?.taken().duration_since(taken.when?.taken());
        (apart.abs() <= SHORT_WITHIN).then_some(taken.bytes)
    }
}

impl Listener for Systemd {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        let when = record.when;
        if let Some(bytes) = taken(&record.message) {
            self.taken = Some(Taken { bytes, when });
        }
        let killed = by_oomd(record).or_else(|| by_earlyoom(record, self.taken(when)));
        match killed {
            Some(killed) => heard.push(Said::Orchestrator(killed), record, file, line),
            None => self.phrases.hear(record, file, line, heard),
        }
    }
}

/// `mem avail:  1210 of 15900 MiB ( 7.61%), swap free: …`.
fn taken(message: &str) -> Option<u64> {
    let (available, rest) = message.strip_prefix("mem avail:")?.split_once(" of ")?;
    let total: u64 = rest.split_once(" MiB")?.0.trim().parse().ok()?;
    let available: u64 = available.trim().parse().ok()?;
    total.checked_sub(available)?.checked_mul(1 << 20)
}

/// `Killed /system.slice/mysql.service due to memory pressure for …`, `… due to memory
/// used (15728640000) / total (16777216000) and swap used …`.
fn by_oomd(record: &Record<'_>) -> Option<OrchestratorSignal> {
    let killed = record.message.strip_prefix("Killed ")?;
    let (group, why) = killed.split_once(" due to memory ")?;
    let used = why
        .strip_prefix("used (")
        .and_then(|it| it.split_once(')')?.0.parse().ok());
    let unit = group.rsplit('/').next().filter(|it| names::matters(it))?;
    Some(OrchestratorSignal::KilledForPressure {
        by: "systemd-oomd",
        unit: unit.to_owned(),
        held_bytes: None,
        taken_bytes: used,
    })
}

/// `sending SIGTERM to process 431 uid 26 "postgres": badness 801, VmRSS 512 MiB`:
/// another program's end is not the server's.
fn by_earlyoom(record: &Record<'_>, taken_bytes: Option<u64>) -> Option<OrchestratorSignal> {
    let sent = record.message.strip_prefix("sending SIG")?;
    let (_, rest) = sent.split_once(" to process ")?;
    let name = rest.split('"').nth(1).filter(|it| names::matters(it))?;
    let held = rest.split_once("VmRSS ").and_then(|(_, held)| {
        let mebibytes: u64 = held.split_once(" MiB")?.0.parse().ok()?;
        mebibytes.checked_mul(1 << 20)
    });
    Some(OrchestratorSignal::KilledForPressure {
        by: "earlyoom",
        unit: name.to_owned(),
        held_bytes: held,
        taken_bytes,
    })
}
