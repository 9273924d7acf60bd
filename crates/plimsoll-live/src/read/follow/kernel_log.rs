//! What the kernel says as it says it, where this process may read that: its lines as
//! `dmesg` prints them. It is the whole machine's; whom a line is about is not known
//! here.
//!
//! Source: kernel documentation, ABI/testing/dev-kmsg.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;

use rustix::fs::OFlags;
use rustix::io::Errno;

use super::taken::{Piece, TAKEN_MAX};

const PATH: &str = "/dev/kmsg";

/// The kernel's longest record, which a read must have room for.
const RECORD_MAX: usize = 8 << 10;

/// The kernel's own records; programs that write there have other facilities.
const FACILITY: u64 = 0;

/// The kernel's log, followed.
#[derive(Debug)]
pub struct KernelLog {
    file: File,
    /// The number that the next record has if none is missing.
    next: Option<u64>,
}

impl KernelLog {
    /// Opens it: from its end, or from the oldest record that is still there.
    ///
    /// # Errors
    /// One line: what it would take to read it.
    pub fn open(from_end: bool) -> Result<Self, String> {
        let open = OpenOptions::new()
            .read(true)
            .custom_flags(OFlags::NONBLOCK.bits() as i32)
            .open(PATH);
        let mut file = open.map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => format!(
                "{PATH} may not be read: that takes the capability CAP_SYSLOG, or kernel.dmesg_restrict = 0"
            ),
            io::ErrorKind::NotFound => {
                format!("{PATH} is not there: a container does not see its machine's")
            }
            _ => format!("{PATH} cannot be read ({error})"),
        })?;
        if from_end {
            let ended = file.seek(SeekFrom::End(0));
            ended.map_err(|error| format!("{PATH} cannot be read from its end ({error})"))?;
        }
        Ok(Self { file, next: None })
    }

    /// What it said since the last turn, and how many records were overwritten before
    /// they were read.
    ///
    /// # Errors
    /// One line: why it cannot be read any more.
    #[expect(
        clippy::should_implement_trait,
        reason = "as with other logs: it has no end"
    )]
    pub fn next(&mut self) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        let mut lines = Vec::new();
        let mut record = [0; RECORD_MAX];
        while lines.len() < TAKEN_MAX {
            match self.file.read(&mut record) {
                Ok(0) => break,
                Ok(length) => {
                    let text = String::from_utf8_lossy(&record[..length]);
                    let Some(read) = Record::parse(&text) else {
                        continue;
                    };
                    let missed = self.next.map_or(0, |next| read.number.saturating_sub(next));
                    self.next = Some(read.number + 1);
                    if missed > 0 {
                        flush(&mut lines, &mut pieces);
                        pieces.push(Piece::Overwritten { records: missed });
                    }
                    if read.facility == FACILITY {
                        lines.extend(read.line().into_bytes());
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // What was to be read next is gone; the next read goes on after that.
                Err(error) if error.raw_os_error() == Some(Errno::PIPE.raw_os_error()) => {}
                Err(error) => return Err(format!("{PATH} cannot be read any more ({error})")),
            }
        }
        flush(&mut lines, &mut pieces);
        Ok(pieces)
    }
}

fn flush(lines: &mut Vec<u8>, pieces: &mut Vec<Piece>) {
    if !lines.is_empty() {
        pieces.push(Piece::Bytes(std::mem::take(lines)));
    }
}

/// One record: `priority,number,microseconds,flags;text`, and lines after it that
/// begin with a blank and are of its dictionary.
#[derive(Debug, PartialEq, Eq)]
struct Record<'a> {
    facility: u64,
    number: u64,
    microseconds: u64,
    text: &'a str,
}

impl<'a> Record<'a> {
    fn parse(record: &'a str) -> Option<Self> {
        let (head, rest) = record.split_once(';')?;
        let mut fields = head.split(',');
        let mut number = || fields.next()?.parse::<u64>().ok();
        Some(Self {
            // The lowest three bits are the level (syslog(3)).
            facility: number()? >> 3,
            number: number()?,
            microseconds: number()?,
            text: rest.lines().next()?,
        })
    }

    fn line(&self) -> String {
        let (seconds, rest) = (self.microseconds / 1_000_000, self.microseconds % 1_000_000);
        format!("[{seconds:>5}.{rest:06}] {}\n", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    #[test]
    fn a_record_is_shown_as_dmesg_shows_it() {
        let record = "3,25822,35354187343,-;Memory cgroup out of memory: Killed process 7 (a;b)\n SUBSYSTEM=memory\n";
        let record = Record::parse(record).unwrap();
        assert_eq!((record.facility, record.number), (0, 25822));
        let line = "[35354.187343] Memory cgroup out of memory: Killed process 7 (a;b)\n";
        assert_eq!(record.line(), line);
        let program = Record::parse("12,4,5000000,-,caller=T1;systemd[1]: x\n").unwrap();
        assert_eq!(program.facility, 1);
        assert_eq!(program.line(), "[    5.000000] systemd[1]: x\n");
        for none in ["", "3,1", "a,b,c;x", "3,1,2;"] {
            assert_eq!(Record::parse(none), None, "{none}");
        }
    }
}
