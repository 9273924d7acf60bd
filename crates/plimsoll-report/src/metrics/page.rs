//! The text that Prometheus reads (exposition format 0.0.4): help, type and points
//! of one metric after another, escaped. What the figures are is not known here.
//!
//! `prometheus-client` writes `OpenMetrics`, in which a counter's family has another
//! name than its points; an exporter's names could not be kept.

use std::fmt::Write as _;

use plimsoll_model::FamilyKind;

/// A page that grows.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    name: String,
}

impl Page {
    /// Begins a metric; its points follow. Each name is begun once.
    pub(super) fn begin(&mut self, name: &str, help: &str, kind: FamilyKind) {
        name.clone_into(&mut self.name);
        // 0.0.4 has `untyped`; what no exporter says a type of is shown as a gauge, so
        // that rules that ask for one find it.
        let kind = match kind {
            FamilyKind::Gauge | FamilyKind::Untyped => "gauge",
            FamilyKind::Counter => "counter",
        };
        let _ = write!(self.text, "# HELP {name} ");
        escape(&mut self.text, help, false);
        let _ = writeln!(self.text, "\n# TYPE {name} {kind}");
    }

    /// A point of the metric that was begun.
    pub(super) fn point<'a>(
        &mut self,
        labels: impl IntoIterator<Item = (&'a str, &'a str)>,
        value: f64,
    ) {
        self.text.push_str(&self.name);
        let mut opening = '{';
        for (name, value) in labels {
            self.text.push(opening);
            let _ = write!(self.text, "{name}=\"");
            escape(&mut self.text, value, true);
            self.text.push('"');
            opening = ',';
        }
        if opening == ',' {
            self.text.push('}');
        }
        let _ = match value {
            value if value.is_nan() => writeln!(self.text, " NaN"),
            f64::INFINITY => writeln!(self.text, " +Inf"),
            f64::NEG_INFINITY => writeln!(self.text, " -Inf"),
            value => writeln!(self.text, " {value}"),
        };
    }

    /// All of it.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A line end or a quote would end what it stands in.
fn escape(out: &mut String, text: &str, is_quoted: bool) {
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '"' if is_quoted => out.push_str("\\\""),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FamilyKind, Page};

    #[test]
    fn a_strangers_words_end_nothing() {
        let mut page = Page::default();
        page.begin("a_total", "one\nline \"quoted\" \\", FamilyKind::Counter);
        page.point([("b", "x\"} 1\n\\"), ("c", "")], 1.5);
        page.point([], f64::NAN);
        page.begin("d", "Two.", FamilyKind::Untyped);
        page.point([], f64::INFINITY);
        page.point([("e", "f")], 1e18);
        expect_test::expect![[r#"
            # HELP a_total one\nline "quoted" \\
            # TYPE a_total counter
            a_total{b="x\"} 1\n\\",c=""} 1.5
            a_total NaN
            # HELP d Two.
            # TYPE d gauge
            d +Inf
            d{e="f"} 1000000000000000000
        "#]]
        .assert_eq(&page.finish());
    }
}
