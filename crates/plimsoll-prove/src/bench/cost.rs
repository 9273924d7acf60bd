//! The CPU that processes were charged, and the row that compares two of them.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::ticks::{TICK_MS, children_ticks};

/// A command, and how often it runs in one round.
pub(super) struct Side {
    pub(super) command: Command,
    pub(super) runs: u32,
}

impl Side {
    /// A command that runs once in every round.
    pub(super) const fn once(command: Command) -> Self {
        Self { command, runs: 1 }
    }

    /// CPU of all runs of one round, in milliseconds.
    fn round_ms(&mut self) -> Result<f64> {
        (0..self.runs).map(|_| cpu_ms(&mut self.command)).sum()
    }
}

/// The line above the rows.
pub(super) fn header() -> String {
    line(
        "CPU (user and system) of one run, mean",
        "ours ms",
        "theirs ms",
        "ratio",
    )
}

/// Runs both in turn, so many rounds, and gives the row.
///
/// # Errors
/// When one does not start or ends with 2.
pub(super) fn compare(what: &str, rounds: u32, ours: Side, theirs: Side) -> Result<String> {
    let (mut ours, mut theirs) = (ours, theirs);
    let (mut ours_ms, mut theirs_ms) = (0.0, 0.0);
    for _ in 0..rounds {
        ours_ms += ours.round_ms()?;
        theirs_ms += theirs.round_ms()?;
    }
    let rounds = f64::from(rounds);
    Ok(row(
        what,
        ours_ms / rounds / f64::from(ours.runs),
        theirs_ms / rounds / f64::from(theirs.runs),
    ))
}

/// A row of what two sides cost. A side that stayed below the kernel's tick has no ratio.
pub(super) fn row(what: &str, ours_ms: f64, theirs_ms: f64) -> String {
    let ratio = ours_ms / theirs_ms;
    let ratio = if !ratio.is_normal() {
        "-".to_owned()
    } else if ratio < 0.1 {
        format!("1/{:.0}", 1.0 / ratio)
    } else {
        format!("{ratio:.2}")
    };
    let ms = |ms: f64| format!("{ms:.2}");
    line(what, &ms(ours_ms), &ms(theirs_ms), &ratio)
}

fn line(what: &str, ours: &str, theirs: &str, ratio: &str) -> String {
    format!("{what:<54} {ours:>9} {theirs:>9} {ratio:>7}")
}

/// Runs it once and gives the CPU time that it and its children were charged.
///
/// # Errors
/// When it does not start or ends with 2: what neither side is compared on.
pub(super) fn cpu_ms(command: &mut Command) -> Result<f64> {
    let before = children_ticks()?;
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("{command:?} did not start"))?;
    if status.code() == Some(2) {
        bail!("{command:?} failed");
    }
    // The kernel sums in nanoseconds and shows ticks of 10 ms: over 100 runs that is 0.1 ms each.
    Ok((children_ticks()? - before) as f64 * TICK_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_of_a_grandchild_is_charged() {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; true",
        ]);
        assert!(cpu_ms(&mut command).unwrap() > 0.0);
    }

    #[test]
    fn a_run_that_could_not_do_it_is_no_figure() {
        let mut command = Command::new("sh");
        command.args(["-c", "exit 2"]);
        assert!(cpu_ms(&mut command).is_err());
    }

    #[test]
    fn a_small_ratio_is_said_as_a_part_and_none_as_none() {
        let cases = [
            (4.0, 3600.0, "1/900"),
            (1.0, 10.0, "0.10"),
            (0.99, 10.0, "1/10"),
            (4.0, 5.0, "0.80"),
            (15.0, 10.0, "1.50"),
            (0.0, 5.0, "-"),
            (5.0, 0.0, "-"),
            (0.0, 0.0, "-"),
        ];
        for (ours_ms, theirs_ms, ratio) in cases {
            let row = row("a", ours_ms, theirs_ms);
            assert!(row.ends_with(&format!(" {ratio}")), "{row}");
        }
    }

    #[test]
    fn rows_stand_under_their_header() {
        let (header, row) = (header(), row("check : cat", 12.345, 6.0));
        assert_eq!(row.len(), header.len());
        assert_eq!(
            row.find("12.35").unwrap() + 5,
            header.find("ours ms").unwrap() + 7
        );
        assert_eq!(
            row.find("6.00").unwrap() + 4,
            header.find("theirs ms").unwrap() + 9
        );
    }

    #[test]
    fn a_mean_is_of_all_rounds_and_runs() {
        let side = |runs| {
            let mut command = Command::new("sh");
            command.args(["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"]);
            Side { command, runs }
        };
        let row = compare("the same", 2, side(1), side(3)).unwrap();
        let ratio: f64 = row.split_whitespace().last().unwrap().parse().unwrap();
        assert!((0.2..5.0).contains(&ratio), "{row}");
    }
}
