//! A summary for a pull request's comment or a job's page, in GitHub's
//! Markdown: the sums, the findings as a table, each bill folded away, and what
//! was not judged.

use std::fmt::Write as _;

use plimsoll_model::{Bytes, Finding, Known, MemoryBill, Severity};

use crate::clean::clean;
use crate::{Checked, Run, closing, compared, text};

/// More rows than this are not shown: a comment has a limit of size, and
/// nobody reads so many.
const ROWS_MAX: usize = 100;

/// All targets of one run.
pub fn check(run: &Run<'_>) -> String {
    let mut out = format!(
        "## Plimsoll: {}\n",
        closing::sums(run).trim_end_matches('.')
    );
    if let Some(not_judged) = closing::not_judged(run) {
        let _ = write!(out, "\n> [!NOTE]\n> {}\n", escaped(&not_judged));
    }
    for failure in run.failures {
        let _ = write!(out, "\n> [!CAUTION]\n> Not read: {}\n", escaped(failure));
    }
    for target in run.targets {
        out.push_str(&one(target));
    }
    out
}

fn one(target: &Checked) -> String {
    let mut out = format!(
        "\n### {}: {}\n\n",
        code(&target.path),
        escaped(&text::server(&target.config))
    );
    if target.findings.is_empty() {
        out.push_str("Nothing found.\n");
    } else {
        out.push_str("| | where | rule | what |\n|---|---|---|---|\n");
        for finding in target.findings.iter().take(ROWS_MAX) {
            out.push_str(&row(target, finding));
        }
    }
    let more = target.findings.len().saturating_sub(ROWS_MAX);
    if more > 0 {
        let _ = write!(out, "\n{more} more are not shown here.\n");
    }
    if let Some(against) = &target.against {
        let _ = write!(
            out,
            "\n**{}**\n",
            escaped(&compared::words(target, against))
        );
    }
    out.push_str(&set_aside(target));
    match &target.bill {
        Ok(bill) => out.push_str(&folded(bill)),
        Err(why) => {
            let why = clean(why);
            let _ = write!(
                out,
                "\nMemory bill: none, {}.\n",
                escaped(why.trim_end_matches('.'))
            );
        }
    }
    out
}

/// What was found and does not count.
fn set_aside(target: &Checked) -> String {
    let mut out = String::new();
    for accepted in &target.accepted {
        let _ = write!(
            out,
            "\nAccepted: {} until {} by {}: {}\n",
            accepted.finding.rule,
            accepted.until,
            escaped(&accepted.owner),
            escaped(&accepted.reason)
        );
    }
    if !target.known.is_empty() {
        let known = closing::counted(target.known.len(), "finding");
        let _ = write!(out, "\nKnown from the baseline: {known}.\n");
    }
    out
}

fn row(target: &Checked, finding: &Finding) -> String {
    let mark = match finding.severity {
        Severity::Critical => "🔴 **critical**",
        Severity::Warning => "🟠 warning",
        Severity::Info => "🔵 info",
    };
    let place = match &finding.location {
        Some(place) if place.file == target.path => format!("line {}", place.line),
        Some(place) => code(&format!("{}:{}", place.file, place.line)),
        None => String::new(),
    };
    let mut what = escaped(&finding.message);
    for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
        let from = code(&edit.from);
        let to = edit.to.as_deref().map_or("a comment".to_owned(), code);
        let _ = write!(what, "<br>{}: {from} → {to}", code(&edit.parameter));
    }
    format!("| {mark} | {place} | {} | {what} |\n", finding.rule)
}

fn folded(bill: &MemoryBill) -> String {
    let likely = Bytes(bill.total.likely_bytes);
    let held = match &bill.limit_bytes {
        Known::Known(limit, _) => format!(
            "likely {likely} of {}: {}",
            Bytes(*limit),
            bill.verdict.as_str()
        ),
        Known::Unknown(_) => format!("likely {likely}, no limit known"),
    };
    let mut out = format!(
        "\n<details><summary>Memory bill: {held}</summary>\n\n\
         | what | count | low | likely | high |\n|---|---:|---:|---:|---:|\n"
    );
    for line in &bill.lines {
        let range = line.range;
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            escaped(&line.what),
            line.count,
            Bytes(range.low_bytes),
            Bytes(range.likely_bytes),
            Bytes(range.high_bytes)
        );
    }
    let total = bill.total;
    let _ = write!(
        out,
        "| **total** | | {} | **{likely}** | {} |\n\n</details>\n",
        Bytes(total.low_bytes),
        Bytes(total.high_bytes)
    );
    out
}

/// Text that Markdown and HTML leave as it is, in a table too.
fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for letter in clean(text).chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            // A mention would call someone; a number would link an issue.
            '@' => shown.push_str("&#64;"),
            '#' => shown.push_str("&#35;"),
            '\\' | '`' | '|' | '*' | '_' | '[' | ']' | '~' => shown.extend(['\\', letter]),
            _ => shown.push(letter),
        }
    }
    shown
}

/// Text in letters of one width, whatever it holds.
fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

#[cfg(test)]
mod tests {
    use super::{ROWS_MAX, check};
    use crate::sample;

    // The hashes are expect-test's own.
    #[allow(clippy::needless_raw_string_hashes)]
    #[test]
    fn a_table_holds_whatever_stands_in_a_finding() {
        let targets = [sample::target()];
        let failures = ["nowhere: there is no such <file>".to_owned()];
        let text = check(&sample::run(&targets, &[], &failures));
        expect_test::expect![[r#"
            ## Plimsoll: 1 critical, 1 warning, 1 info in 1 target

            > [!NOTE]
            > Not judged: 1 rule for want of cpus (--cpus).

            > [!CAUTION]
            > Not read: nowhere: there is no such &lt;file&gt;

            ### <code>conf/postgresql.conf</code>: PostgreSQL 15 (--server-version)

            | | where | rule | what |
            |---|---|---|---|
            | 🔴 **critical** | line 12 | PG-MEM-001 | this server takes about 3.53 GB, and it may have 2 GB<br><code>work\_mem</code>: <code>256MB</code> → <code>16MB</code> |
            | 🟠 warning | line 3 | PG-READ-001 | cannot read \`a \| &lt;b&gt;\\u{1b}\[31m\`, 100%:\\nthe end |
            | 🔵 info |  | PG-READ-024 | 15 is judged as 15.0 |

            Memory bill: none, there is no load to price.
        "#]].assert_eq(&text);
    }

    #[test]
    fn a_long_table_is_cut_and_said() {
        let mut target = sample::target();
        let finding = target.findings[0].clone();
        target.findings = vec![finding; ROWS_MAX + 3];
        let targets = [target];
        let text = check(&sample::run(&targets, &[], &[]));
        assert!(text.contains("3 more are not shown here"), "{text}");
    }
}
