//! What dnf and yum log of packages: `/var/log/dnf.rpm.log`
//! (`2024-05-22T06:25:13+0000 SUBDEBUG Upgrade: postgresql16-16.3-1.x86_64`) and
//! `/var/log/yum.log` (`May 22 06:25:13 Updated: mariadb-server-1:5.5.68-1.x86_64`).

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Record, Speaker};

/// What is done to a package; `d` behind it once it is done.
const ACTIONS: [&str; 7] = [
    "Install",
    "Upgrade",
    "Update",
    "Erase",
    "Removed",
    "Downgrade",
    "Reinstall",
];

/// Every line is of it.
const SHARE_MIN: f64 = 0.5;

/// One machine's.
struct RpmLog;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_action = |line: &[u8]| {
        words(line).is_some_and(|(_, at)| {
            ACTIONS
                .iter()
                .any(|action| line[at..].starts_with(action.as_bytes()))
        })
    };
    let is = share(head, is_action) >= SHARE_MIN;
    is.then(|| Box::new(RpmLog) as Box<dyn Format>)
}

/// A line's time, and where its words begin: behind the level that dnf writes.
fn words(line: &[u8]) -> Option<(crate::record::When, usize)> {
    if let Some((when, bytes)) = time::syslog(line) {
        return (line.get(bytes) == Some(&b' ')).then_some((when, bytes + 1));
    }
    let (when, bytes) = time::iso(line)?;
    let rest = line.get(bytes..)?.strip_prefix(b" ")?;
    let level = memchr::memchr(b' ', rest)?;
    Some((when, bytes + 1 + level + 1))
}

impl Format for RpmLog {
    fn name(&self) -> &'static str {
        "dnf or yum"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Packages)
    }

    fn begins(&self, line: &[u8]) -> bool {
        words(line).is_some()
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (when, at) = words(entry.as_bytes())?;
        Some(Record {
            when: Some(when),
            ..Record::plain(Speaker::Packages, Cow::Borrowed(entry.get(at..)?.trim()))
        })
    }
}
