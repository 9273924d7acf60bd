//! `/var/log/apt/history.log`: a block an entry, from `Start-Date:` to `End-Date:`
//! (apt, apt-pkg/deb/dpkgpm.cc, `OpenLog`); local time.

use std::borrow::Cow;

use crate::read::format::Format;
use crate::read::time;
use crate::record::{Record, Speaker};

/// One machine's.
struct AptHistory;

/// Whether the head is of this format: its first words are those of a block.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = head.trim_ascii_start().starts_with(b"Start-Date: ");
    is.then(|| Box::new(AptHistory) as Box<dyn Format>)
}

impl Format for AptHistory {
    fn name(&self) -> &'static str {
        "apt"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Packages)
    }

    fn begins(&self, line: &[u8]) -> bool {
        line.starts_with(b"Start-Date: ")
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (first, block) = entry.trim_start().split_once('\n')?;
        let date = first.strip_prefix("Start-Date: ")?.trim_start();
        // Two blanks between the date and the time.
        let (date, clock) = date.split_once(' ')?;
        let stamp = format!("{date} {}", clock.trim_start());
        let (when, _) = time::iso(stamp.as_bytes())?;
        Some(Record {
            when: Some(when),
            ..Record::plain(Speaker::Packages, Cow::Borrowed(block.trim_end()))
        })
    }
}
