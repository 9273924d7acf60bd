//! The score as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Options;
use super::marks::{Judged, Marks, marks, peak, peer_marks, relative};
use super::peers::PEERS;

/// All of it.
pub(super) fn all(judged: &[Judged], options: &Options) -> String {
    let mut out = String::new();
    let by_server = grouped(judged, |one| one.run.server.clone());
    header(&mut out);
    for (server, runs) in &by_server {
        row(&mut out, server, &marks(runs.iter().copied()));
        if options.by_workload {
            for (workload, some) in grouped(runs.iter().copied(), |one| one.run.workload.clone()) {
                row(&mut out, &format!("  {workload}"), &marks(some.into_iter()));
            }
        }
    }
    if by_server.len() > 1 {
        for engine in ["postgresql", "mariadb", "mysql"] {
            let all = || {
                judged
                    .iter()
                    .filter(|one| one.run.server.starts_with(engine))
            };
            if all().next().is_some() {
                row(&mut out, &format!("all {engine}"), &marks(all()));
            }
        }
    }
    peers(&mut out, judged);
    for (server, runs) in &by_server {
        worst(&mut out, server, runs, options.worst);
    }
    if let Some(name) = &options.bills_of {
        for one in judged
            .iter()
            .filter(|one| one.run.id.contains(name.as_str()))
        {
            bill(&mut out, one);
        }
    }
    out
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

fn bill(out: &mut String, one: &Judged) {
    let _ = writeln!(
        out,
        "\n{} {}: measured {:.1} MB",
        one.run.server,
        one.run.id,
        mb(one.run.peak_bytes)
    );
    for line in &one.bill.lines {
        let range = line.range;
        let _ = writeln!(
            out,
            "  {:<40}{:>9.1}{:>9.1}{:>9.1}  {}",
            line.what,
            mb(range.low_bytes),
            mb(range.likely_bytes),
            mb(range.high_bytes),
            line.formula
        );
    }
}

fn grouped<'a>(
    judged: impl IntoIterator<Item = &'a Judged>,
    key: impl Fn(&Judged) -> String,
) -> BTreeMap<String, Vec<&'a Judged>> {
    let mut groups: BTreeMap<String, Vec<&Judged>> = BTreeMap::new();
    for one in judged {
        groups.entry(key(one)).or_default().push(one);
    }
    groups
}

fn header(out: &mut String) {
    let _ = writeln!(
        out,
        "{:<26}{:>5} | {:>7}{:>7}{:>7} | {:>6}{:>7} | {:>7}{:>7}{:>8} | {:>8} {:>9}",
        "server",
        "runs",
        "median",
        "p95",
        "bias",
        "above",
        "high/",
        "line",
        "line",
        "by 2",
        "±10 %",
        "killed"
    );
    let _ = writeln!(
        out,
        "{:<26}{:>5} | {:>7}{:>7}{:>7} | {:>6}{:>7} | {:>7}{:>7}{:>8} | {:>8} {:>9}",
        "",
        "",
        "error",
        "error",
        "",
        "high",
        "peak",
        "error",
        "right",
        "counts",
        "foretold",
        "foretold"
    );
}

fn row(out: &mut String, name: &str, marks: &Marks) {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let killed = match marks.limited {
        (0, _) => "none ran".to_owned(),
        (limited, told) => format!("{told} of {limited}"),
    };
    let _ = writeln!(
        out,
        "{name:<26}{:>5} | {:>7}{:>7}{:>7} | {:>6}{:>7.2} | {:>7}{:>7}{:>8} | {:>8} {killed:>9}",
        marks.runs,
        percent(marks.median_error),
        percent(marks.p95_error),
        percent(marks.bias),
        marks.above_high,
        marks.tightness,
        percent(marks.load_line_median),
        percent(marks.load_line_right),
        marks
            .line_from_other
            .map_or_else(|| "-".to_owned(), percent),
        percent(marks.foretold),
    );
}

fn peers(out: &mut String, judged: &[Judged]) {
    let _ = writeln!(out, "\nThe formulas in use, on the same runs:");
    for engine in ["postgresql", "mariadb", "mysql"] {
        let runs: Vec<&Judged> = judged
            .iter()
            .filter(|one| one.run.server.starts_with(engine) && one.run.limit_bytes.is_none())
            .collect();
        for (index, peer) in PEERS.iter().enumerate() {
            let Some((median, p95, below)) = peer_marks(&runs, index) else {
                continue;
            };
            let _ = writeln!(
                out,
                "{engine:<12}{:<34} median error {:>6.0} %, p95 {:>7.0} %, below the truth in {below} of {}",
                peer.name,
                median * 100.0,
                p95 * 100.0,
                runs.len()
            );
        }
    }
}

fn worst(out: &mut String, server: &str, runs: &[&Judged], most: usize) {
    let mut sorted = runs.to_vec();
    let error = |one: &Judged| relative(one.total.likely_bytes as f64, peak(one));
    sorted.sort_by(|left, right| error(right).abs().total_cmp(&error(left).abs()));
    for one in sorted.iter().take(most) {
        let _ = writeln!(
            out,
            "{server:<22} {:<34} peak {:>7.1} MB, likely {:>7.1} ({:>+6.1} %), high {:>7.1}",
            one.run.id,
            mb(one.run.peak_bytes),
            mb(one.total.likely_bytes),
            error(one) * 100.0,
            mb(one.total.high_bytes)
        );
    }
}
