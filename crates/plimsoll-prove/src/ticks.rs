//! The CPU that processes were charged, as the kernel counts it.

use anyhow::{Context, Result};

/// What the kernel shows CPU time in: 100 a second on every architecture that Linux shows /proc on
/// (`USER_HZ`, proc(5)).
pub(crate) const TICK_MS: f64 = 10.0;

/// Ticks of CPU charged to this process's finished children. A server that was started and still
/// runs is not among them.
pub(crate) fn children_ticks() -> Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("cannot read /proc/self/stat")?;
    let [_, _, user, system] = ticks(&stat).context("/proc/self/stat has another form here")?;
    Ok(user + system)
}

/// Fields 14 to 17 of a process's stat (proc(5)), counted after the name's closing parenthesis:
/// its own user and system time, and those of its children that have ended.
pub(crate) fn ticks(stat: &str) -> Option<[u64; 4]> {
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |index: usize| fields.get(index)?.parse::<u64>().ok();
    Some([field(11)?, field(12)?, field(13)?, field(14)?])
}

/// CPU that a process was charged so far, without its children's, in seconds.
///
/// # Errors
/// When the kernel shows no such process.
pub(crate) fn ticks_of(pid: u32) -> Result<f64> {
    let path = format!("/proc/{pid}/stat");
    let stat = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let [user, system, _, _] =
        ticks(&stat).with_context(|| format!("{path} has another form here"))?;
    Ok((user + system) as f64 * TICK_MS / 1e3)
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn ticks_are_counted_after_the_name_whatever_stands_in_it() {
        let rest = "S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15";
        let cases = [
            (format!("9 (postgres) {rest}"), Some([11, 12, 13, 14])),
            (format!("9 (a) b (c 1 2) {rest}"), Some([11, 12, 13, 14])),
            (format!("9 (()) {rest}"), Some([11, 12, 13, 14])),
            ("9 (postgres) S 1 2 3".to_owned(), None),
            (format!("9 postgres {rest}"), None),
            (format!("9 (x) {}", rest.replace("13", "-1")), None),
            (String::new(), None),
        ];
        for (stat, expected) in cases {
            assert_eq!(ticks(&stat), expected, "{stat}");
        }
    }
}
