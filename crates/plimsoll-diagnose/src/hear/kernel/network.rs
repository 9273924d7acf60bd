//! Links that come and go, tables of connections that are full.

use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{KernelSignal, Said};

/// Its wordings: each driver has its own, all of them say `link is down`.
pub(super) static PHRASES: &[Phrase] = &[
    Phrase {
        needle: "ink is ",
        read: link,
    },
    Phrase {
        needle: "ink down",
        read: link,
    },
    Phrase {
        needle: "ink up",
        read: link,
    },
    // drivers/net/bonding/bond_main.c, `bond_miimon_commit`; the interface in
    // parentheses from 5.4 on, before that behind `for interface`.
    Phrase {
        needle: "link status definitely ",
        read: bond,
    },
    // net/netfilter/nf_conntrack_core.c, `early_drop`'s caller.
    Phrase {
        needle: "_conntrack: table full, dropping packet",
        read: |_| Some(Said::Kernel(KernelSignal::ConntrackFull)),
    },
];

/// `igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Down`, `tg3 … eth0: Link is up at
/// 1000 Mbps`, `mlx5_core … eth0: Link down`. Ports of SATA controllers and slots
/// of a PCI bus have links too.
fn link(record: &Record<'_>) -> Option<Said> {
    let message = record.message.as_ref();
    let lower = message.to_ascii_lowercase();
    if ["ata", "pcieport"].iter().any(|it| lower.starts_with(it)) {
        return None;
    }
    let find = |state: &str| {
        let wordings = [format!("link is {state}"), format!("link {state}")];
        wordings.iter().find_map(|words| lower.find(words.as_str()))
    };
    let (at, is_up) = find("down")
        .map(|at| (at, false))
        .or_else(|| find("up").map(|at| (at, true)))?;
    let before = message.get(..at)?.trim_end();
    let before = ["Copper", "Fibre", "NIC"]
        .iter()
        .fold(before, |text, word| {
            text.strip_suffix(word).map_or(text, str::trim_end)
        });
    let word = before.split_ascii_whitespace().next_back();
    Some(told(is_up, word.map(|word| word.trim_end_matches(':'))))
}

/// `bond0: (slave eth0): link status definitely down, disabling slave`.
fn bond(record: &Record<'_>) -> Option<Said> {
    let message = record.message.as_ref();
    let (before, rest) = message.split_once("link status definitely ")?;
    let newer = before
        .split_once("(slave ")
        .and_then(|(_, it)| it.split_once(')'));
    let older = rest.split_once("for interface ").map(|(_, it)| it);
    let interface = newer
        .map(|(it, _)| it)
        .or(older.and_then(|it| it.split(',').next()));
    Some(told(rest.starts_with("up"), interface))
}

fn told(is_up: bool, interface: Option<&str>) -> Said {
    let interface = interface.map(str::to_owned);
    Said::Kernel(if is_up {
        KernelSignal::LinkUp { interface }
    } else {
        KernelSignal::LinkDown { interface }
    })
}
