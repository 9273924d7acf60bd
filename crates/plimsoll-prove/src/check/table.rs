//! The scores as text.

use std::fmt::Write as _;

use super::marks::Marks;
use super::{Halves, Scored};

/// All of it.
pub(super) fn all(scored: &Scored) -> String {
    let mut out = String::new();
    healthy(&mut out, &scored.healthy);
    broken(&mut out, &scored.broken);
    sums(&mut out, scored);
    out
}

fn healthy(out: &mut String, halves: &Halves) {
    let _ = writeln!(
        out,
        "Configurations that run well: no critical, a median of at most one warning"
    );
    for (name, marks) in rows(halves) {
        let _ = writeln!(
            out,
            "  {name:<12}{:>4} cases | {} critical | warnings: median {}, mean {:.2}, most {}",
            marks.cases,
            marks.criticals.len(),
            marks.median_warnings(),
            marks.mean_warnings(),
            marks.warnings.last().copied().unwrap_or(0),
        );
    }
    for (case, said) in &halves.all.criticals {
        let _ = writeln!(out, "  false alarm: {case}: {said}");
    }
    for (warnings, case) in &halves.all.noisy {
        let _ = writeln!(out, "  {warnings} warnings: {case}");
    }
    let _ = writeln!(
        out,
        "  {:<40}{:>9}{:>9}",
        "said by rule", "warnings", "infos"
    );
    for (rule, (warnings, infos)) in &halves.all.by_rule {
        let _ = writeln!(out, "  {rule:<40}{warnings:>9}{infos:>9}");
    }
}

fn broken(out: &mut String, halves: &Halves) {
    let _ = writeln!(
        out,
        "\nConfigurations that failed: what has to be said of them, and was"
    );
    for (name, marks) in rows(halves) {
        let _ = writeln!(
            out,
            "  {name:<12}{:>4} cases | {}",
            marks.cases,
            share(marks.recalled())
        );
        for (class, recall) in &marks.recall {
            let _ = writeln!(out, "    {class:<14} {}", share(*recall));
        }
    }
    for (case, what) in &halves.all.misses {
        let _ = writeln!(out, "  missed: {case}: {what}");
    }
}

/// What the formula in use says of the same files.
fn sums(out: &mut String, scored: &Scored) {
    let count = |(flagged, of): (usize, usize)| format!("{flagged} of {of}");
    let _ = writeln!(
        out,
        "\nThe sum of all buffers calls {} that run well over their limit, and {} whose memory ran out",
        count(scored.healthy.all.sum),
        count(scored.broken.all.sum_of_memory),
    );
}

fn rows(halves: &Halves) -> [(&'static str, &Marks); 3] {
    [
        ("all", &halves.all),
        ("worked with", &halves.worked_with),
        ("held out", &halves.held_out),
    ]
}

fn share((came, of): (usize, usize)) -> String {
    format!(
        "{came} of {of} ({:.1} %)",
        100.0 * came as f64 / of.max(1) as f64
    )
}
