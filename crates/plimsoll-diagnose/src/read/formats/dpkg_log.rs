//! `/var/log/dpkg.log`: `2024-05-22 06:25:13 upgrade postgresql-16:amd64 16.2-1
//! 16.3-1` (dpkg, src/main/`log_action`, `log_message`); local time.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Record, Speaker};

/// Words that stand behind the time.
const ACTIONS: [&str; 9] = [
    "startup",
    "status",
    "install",
    "upgrade",
    "configure",
    "trigproc",
    "remove",
    "purge",
    "conffile",
];

/// Every line is of it.
const SHARE_MIN: f64 = 0.8;

/// One machine's.
struct DpkgLog;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_action = |line: &[u8]| {
        time::iso(line).is_some_and(|(_, bytes)| {
            let rest = line[bytes..].trim_ascii_start();
            ACTIONS
                .iter()
                .any(|action| rest.starts_with(action.as_bytes()))
        })
    };
    let is = share(head, is_action) >= SHARE_MIN;
    is.then(|| Box::new(DpkgLog) as Box<dyn Format>)
}

impl Format for DpkgLog {
    fn name(&self) -> &'static str {
        "dpkg"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Packages)
    }

    fn begins(&self, line: &[u8]) -> bool {
        time::iso(line).is_some()
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (when, bytes) = time::iso(entry.as_bytes())?;
        let message = entry.get(bytes..)?.trim();
        Some(Record {
            when: Some(when),
            ..Record::plain(Speaker::Packages, Cow::Borrowed(message))
        })
    }
}
