//! The kernel's words on one group: the blocks that name it, in the shapes in
//! which they are kept.

use jiff::fmt::strtime;
use jiff::{Timestamp, tz::TimeZone};
use plimsoll_lab::KernelLine;

/// How the kernel's words were kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KernelWords {
    /// `dmesg`: seconds since the start.
    Dmesg,
    /// `dmesg -T`.
    DmesgHuman,
    /// kern.log of rsyslog's traditional format.
    Syslog,
    /// kern.log of rsyslog since Debian 12, with ISO times.
    SyslogIso,
    /// `journalctl -k`.
    Journal,
}

/// The lines that belong to a group: blocks from the one who asked for memory to
/// the one who was killed, where they name the group or one of its processes.
pub(crate) fn blocks(lines: &[KernelLine], group: &str) -> Vec<KernelLine> {
    let mut kept = Vec::new();
    let mut block: Vec<KernelLine> = Vec::new();
    for line in lines {
        if line.text.contains("invoked oom-killer") {
            block.clear();
        }
        block.push(line.clone());
        if line.text.contains("Killed process") {
            let named = format!("oom_memcg={group},");
            if block.iter().any(|line| line.text.contains(&named)) {
                kept.append(&mut block);
            }
            block.clear();
        }
    }
    kept
}

/// The lines as a file.
pub(crate) fn write(lines: &[KernelLine], words: KernelWords, started: Timestamp) -> String {
    lines.iter().fold(String::new(), |text, line| {
        text + &head(line, words, started) + &line.text + "\n"
    })
}

fn head(line: &KernelLine, words: KernelWords, started: Timestamp) -> String {
    let micros = (line.seconds * 1e6) as i64;
    let at = Timestamp::from_microsecond(started.as_microsecond() + micros).unwrap_or(started);
    let at = at.to_zoned(TimeZone::UTC);
    let told = |format: &str| strtime::format(format, &at).unwrap_or_default();
    match words {
        KernelWords::Dmesg => format!("[{:12.6}] ", line.seconds),
        KernelWords::DmesgHuman => told("[%a %b %e %H:%M:%S %Y] "),
        KernelWords::Syslog => {
            format!(
                "{}[{:12.6}] ",
                told("%b %e %H:%M:%S db1 kernel: "),
                line.seconds
            )
        }
        KernelWords::SyslogIso => told("%Y-%m-%dT%H:%M:%S.%6f+00:00 db1 kernel: "),
        KernelWords::Journal => told("%b %d %H:%M:%S db1 kernel: "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seconds: f64, text: &str) -> KernelLine {
        KernelLine {
            seconds,
            text: text.to_owned(),
        }
    }

    #[test]
    fn only_the_groups_own_blocks_are_kept() {
        let lines = [
            line(1.0, "postgres invoked oom-killer: order=0"),
            line(1.1, "oom-kill:oom_memcg=/b,task=postgres"),
            line(
                1.2,
                "Memory cgroup out of memory: Killed process 7 (postgres)",
            ),
            line(2.0, "mysqld invoked oom-killer: order=0"),
            line(2.1, "oom-kill:oom_memcg=/a,task=mysqld"),
            line(
                2.2,
                "Memory cgroup out of memory: Killed process 8 (mysqld)",
            ),
            line(3.0, "something else"),
        ];
        let kept = blocks(&lines, "/a");
        assert_eq!(kept.len(), 3);
        assert!(kept[0].text.starts_with("mysqld"));
    }

    #[test]
    fn a_line_is_written_as_each_tool_would() {
        let lines = [line(12.5, "x")];
        let told = |words| write(&lines, words, "2026-11-06T06:57:40Z".parse().unwrap());
        assert_eq!(told(KernelWords::Dmesg), "[   12.500000] x\n");
        assert_eq!(
            told(KernelWords::DmesgHuman),
            "[Fri Nov  6 06:57:52 2026] x\n"
        );
        assert_eq!(
            told(KernelWords::Syslog),
            "Nov  6 06:57:52 db1 kernel: [   12.500000] x\n"
        );
        assert_eq!(
            told(KernelWords::SyslogIso),
            "2026-11-06T06:57:52.500000+00:00 db1 kernel: x\n"
        );
        assert_eq!(
            told(KernelWords::Journal),
            "Nov 06 06:57:52 db1 kernel: x\n"
        );
    }
}
