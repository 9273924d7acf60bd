//! Kills for memory, from their blocks of lines. Blocks are read side by side:
//! another one may begin before the victim of the first is named, a block may
//! have lost its beginning (the ring buffer), its end, or all but its last line
//! (the kernel prints ten blocks in five seconds, and each victim).

use std::borrow::Cow;
use std::collections::VecDeque;

use jiff::SignedDuration;

use super::block::{Block, invoker};
use super::victim::{self, Victim};
use crate::heard::Heard;
use crate::record::{Record, Speaker, When};
use crate::signal::{KernelSignal, OomKill, Said};

/// Blocks that may be open at once.
const OPEN_MAX: usize = 4;

/// How long a block may take to print, on a slow console.
const PRINTED_MAX: SignedDuration = SignedDuration::from_secs(60);

/// Victims whose `oom_reaper` line is still awaited.
const REAPED_MAX: usize = 64;

/// Rows of tables that are kept of one file.
const ROWS_OF_FILE_MAX: usize = 50_000;

/// The blocks that are open, and who was killed.
#[derive(Default)]
pub(super) struct Oom {
    open: Vec<Open>,
    /// The block whose victim was named last: its group may have to follow.
    done: Option<Open>,
    killed: VecDeque<u32>,
    rows: usize,
}

/// A block that is open.
#[derive(Default)]
struct Open {
    block: Block,
    /// Whether a line of it was seen, and when the last was printed.
    is_begun: bool,
    last: Option<When>,
    /// Its summary's line, for the case that the victim's does not come.
    summary: Option<Told>,
}

/// Where a line stands.
struct Told {
    when: Option<When>,
    line: u64,
    text: String,
}

impl Oom {
    /// Hears an entry; false where no line of it is of a block.
    pub(super) fn hear(
        &mut self,
        record: &Record<'_>,
        file: &str,
        line: u64,
        heard: &mut Heard,
    ) -> bool {
        self.forget(record.when, file, heard);
        let mut is_of_block = false;
        for text in record.message.lines() {
            is_of_block |= self.line(text.trim(), record, file, line, heard);
        }
        is_of_block
    }

    /// The file ended: of blocks without their end, the summary tells.
    pub(super) fn end(&mut self, file: &str, heard: &mut Heard) {
        while !self.open.is_empty() {
            self.close(0, file, heard);
        }
    }

    fn line(
        &mut self,
        text: &str,
        record: &Record<'_>,
        file: &str,
        line: u64,
        heard: &mut Heard,
    ) -> bool {
        if let Some(name) = invoker(text) {
            if self.open.len() >= OPEN_MAX {
                self.close(0, file, heard);
            }
            self.open.push(Open {
                block: Block::of(name, record.pid),
                is_begun: true,
                last: record.when,
                summary: None,
            });
            return true;
        }
        let killed = victim::killed(text);
        let is_again = killed.is_none() || self.open.iter().any(|it| it.block.is_whole_group);
        if let Some(victim) = killed.or_else(|| victim::reaped(text)) {
            // The reaper, and the kill of a whole group, name who was named before.
            if !is_again || !self.killed.contains(&victim.pid) {
                let kill = self.kill(victim, text, record);
                self.push(kill, record, file, line, heard);
            }
            return true;
        }
        if text.contains(" are going to be killed due to memory.oom.group set") {
            if let Some(mut open) = self.done.take() {
                open.block.is_whole_group = true;
                self.open.push(open);
            }
            return true;
        }
        if let Some(pid) = victim::spared(text) {
            self.open.retain(|open| open.block.chosen() != Some(pid));
            return true;
        }
        self.within(text, record, line)
    }

    /// A line within a block; of one that lost its beginning where none is open.
    fn within(&mut self, text: &str, record: &Record<'_>, line: u64) -> bool {
        let at = self.of_caller(record).unwrap_or_else(|| {
            self.open.push(Open::default());
            self.open.len() - 1
        });
        let open = &mut self.open[at];
        if !open.block.hear(text) {
            self.open.retain(|open| open.is_begun);
            return false;
        }
        (open.is_begun, open.last) = (true, record.when);
        if open.block.summary.is_some() && open.summary.is_none() {
            open.summary = Some(Told {
                when: record.when,
                line,
                text: text.to_owned(),
            });
        }
        true
    }

    /// The block that the entry's thread prints, else the newest.
    fn of_caller(&self, record: &Record<'_>) -> Option<usize> {
        let same = |open: &Open| record.pid.is_some() && open.block.caller == record.pid;
        self.open
            .iter()
            .position(same)
            .or_else(|| self.open.len().checked_sub(1))
    }

    /// The kill of a victim, with the facts of its block: the one that names it,
    /// or lists it, or whose table is not there.
    fn kill(&mut self, victim: Victim, text: &str, record: &Record<'_>) -> OomKill {
        let pid = victim.pid;
        let names = |open: &Open| open.block.chosen() == Some(pid);
        let lists = |open: &Open| open.block.table.holds(pid);
        let is_bare = |open: &Open| open.block.is_bare();
        let at = self.open.iter().position(names);
        let at = at.or_else(|| self.open.iter().rposition(lists));
        let at = at.or_else(|| self.of_caller(record).filter(|at| is_bare(&self.open[*at])));
        self.killed.push_back(pid);
        if self.killed.len() > REAPED_MAX {
            self.killed.pop_front();
        }
        let scope = victim::scope(text);
        let Some(at) = at else {
            return Block::default().kill(victim, scope);
        };
        let kill = self.open[at].block.kill(victim, scope);
        if !self.open[at].block.is_whole_group {
            let mut open = self.open.remove(at);
            open.last = record.when;
            open.summary = None;
            self.done = Some(open);
        }
        kill
    }

    fn push(
        &mut self,
        mut kill: OomKill,
        record: &Record<'_>,
        file: &str,
        line: u64,
        heard: &mut Heard,
    ) {
        kill.tasks.truncate(ROWS_OF_FILE_MAX - self.rows);
        self.rows += kill.tasks.len();
        let said = Said::Kernel(KernelSignal::OomKill(Box::new(kill)));
        heard.push(said, record, file, line);
    }

    /// Closes blocks that nothing was added to for longer than a block takes.
    fn forget(&mut self, now: Option<When>, file: &str, heard: &mut Heard) {
        let is_old = |open: &Open| {
            let (Some(now), Some(last)) = (now, open.last) else {
                return false;
            };
            now.taken().duration_since(last.taken()).abs() > PRINTED_MAX
        };
        while let Some(at) = self.open.iter().position(is_old) {
            self.close(at, file, heard);
        }
    }

    /// Closes a block whose victim's line did not come: its summary tells, if it
    /// is there.
    fn close(&mut self, at: usize, file: &str, heard: &mut Heard) {
        let mut open = self.open.remove(at);
        let (Some(told), Some(summary)) = (open.summary, &open.block.summary) else {
            return;
        };
        let victim = summary.victim();
        self.killed.push_back(victim.pid);
        let kill = open.block.kill(victim, None);
        let record = Record {
            when: told.when,
            ..Record::plain(Speaker::Kernel, Cow::Owned(told.text))
        };
        self.push(kill, &record, file, told.line, heard);
    }
}
