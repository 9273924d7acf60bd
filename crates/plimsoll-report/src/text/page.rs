//! Pages of the catalogue and the list of rules.

use std::fmt::Write as _;

use crate::{Page, Palette, RuleEntry};

/// A page: its title, its Markdown as it stands, headings made bold.
pub fn page(page: &Page, palette: Palette) -> String {
    let mut out = format!("{}\n\n", palette.strong(&page.title));
    for line in page.markdown.trim().lines() {
        match line.trim_start().strip_prefix("## ") {
            Some(heading) => out.push_str(&palette.strong(heading)),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// Every rule, one a line.
pub fn rules(rules: &[RuleEntry], palette: Palette) -> String {
    let mut out = String::new();
    let widest = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in rules {
        let codes = rule.codes.join(" ");
        let severity = format!("{:8}", rule.severity.as_str());
        let _ = writeln!(
            out,
            "{codes:23}  {}  {:widest$}  {}",
            palette.severity(rule.severity, &severity),
            rule.name,
            rule.finds
        );
    }
    out
}
