//! Lines of kernels from 3.10 to 6.18, as they print them, without their stamps.

#![allow(clippy::needless_raw_string_hashes)]

mod lines;
mod oom;
mod table;

use std::borrow::Cow;
use std::fmt::Write as _;

use jiff::Timestamp;

use super::{Kernel, Listener};
use crate::heard::Heard;
use crate::record::{Record, Speaker, When};
use crate::signal::{KernelSignal, OomKill, Said};

/// What is heard in some lines; `[T431]` before a line is the thread that prints
/// it, `@70` lets so many seconds pass before it.
fn heard(lines: &str) -> Vec<(u64, Said)> {
    let (mut kernel, mut heard) = (Kernel::default(), Heard::default());
    let mut seconds = 1_000;
    for (number, line) in lines.lines().enumerate() {
        let mut line = line.trim_start();
        if let Some((wait, rest)) = line.strip_prefix('@').and_then(|it| it.split_once(' ')) {
            seconds += wait.parse::<i64>().unwrap();
            line = rest;
        }
        let mut record = Record::plain(Speaker::Kernel, Cow::Borrowed(line));
        if let Some((caller, rest)) = line.strip_prefix("[T").and_then(|it| it.split_once("] ")) {
            record.pid = caller.parse().ok();
            record.message = Cow::Borrowed(rest);
        }
        record.when = Some(When::SinceBoot(Timestamp::from_second(seconds).unwrap()));
        kernel.hear(&record, "dmesg", number as u64 + 1, &mut heard);
    }
    kernel.end("dmesg", true, &mut heard);
    let said = heard.signals.into_iter().map(|it| (it.line.line, it.said));
    said.collect()
}

/// The kills alone.
fn kills(lines: &str) -> Vec<OomKill> {
    let kill = |(_, said)| match said {
        Said::Kernel(KernelSignal::OomKill(kill)) => Some(*kill),
        _ => None,
    };
    heard(lines).into_iter().filter_map(kill).collect()
}

/// A kill, a fact a line.
fn shown(kill: &OomKill) -> String {
    let mut text = String::new();
    let mib = |bytes: Option<u64>| {
        bytes.map_or("?".to_owned(), |bytes| {
            format!("{:.1}", bytes as f64 / f64::from(1 << 20))
        })
    };
    let _ = writeln!(text, "{:?} of {:?}", kill.scope, kill.group);
    let _ = writeln!(
        text,
        "{} ({}), asked by {:?}",
        kill.victim, kill.pid, kill.invoker
    );
    let _ = writeln!(
        text,
        "victim: anon {} file {} shmem {} page tables {}",
        mib(kill.anon_bytes),
        mib(kill.file_bytes),
        mib(kill.shmem_bytes),
        mib(kill.page_table_bytes)
    );
    let _ = writeln!(
        text,
        "limit {} usage {} anon {} shmem {}",
        mib(kill.limit_bytes),
        mib(kill.usage_bytes),
        mib(kill.group_anon_bytes),
        mib(kill.group_shmem_bytes)
    );
    for task in &kill.tasks {
        let _ = writeln!(
            text,
            "{} {}: {} anon {} shmem {} page tables {}",
            task.pid,
            task.name,
            mib(Some(task.resident_bytes)),
            mib(task.anon_bytes),
            mib(task.shmem_bytes),
            mib(Some(task.page_table_bytes))
        );
    }
    text
}
