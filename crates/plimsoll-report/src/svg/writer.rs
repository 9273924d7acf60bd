//! A small writer of SVG: shapes by class, every text escaped.

use std::fmt::Write as _;

use crate::clean::clean;

const STYLE: &str = "\
.ground{fill:#fbfcfd}text{font:13px system-ui,sans-serif;fill:#1b2733}\
.title{font-weight:600;font-size:15px}.faint{fill:#5b6b7a;font-size:12px}\
.low{fill:#1f4e79}.likely{fill:#5b94c5}.high{fill:#c9dceb}\
.rule{stroke:#b6c2cd}.band{stroke:#c0392b;stroke-dasharray:4 4;opacity:.6}.limit{stroke:#c0392b;stroke-width:2}.limit-text{fill:#c0392b;font-weight:600}\
.tick{stroke:#b6c2cd;opacity:.45}.proof{fill:#c0392b}.proof-text{fill:#c0392b;font-weight:600;font-size:12px}.halo{stroke:#fbfcfd;stroke-width:3px;paint-order:stroke}\
@media(prefers-color-scheme:dark){.ground{fill:#0f1720}.rule{stroke:#3b4a59}text{fill:#e6edf3}.faint{fill:#9fb0c0}.low{fill:#9cc7ec}\
.likely{fill:#4b86b8}.high{fill:#27435c}.limit{stroke:#ff7b6b}.limit-text,.proof,.proof-text{fill:#ff7b6b}.tick{stroke:#3b4a59}.halo{stroke:#0f1720}}";

/// Where a text is held.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture being written.
pub(super) struct Svg {
    out: String,
}

impl Svg {
    pub(super) fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        let mut out = String::new();
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
             viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n<style>{STYLE}</style>\n\
             <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n",
            escaped(title),
            escaped(description),
        );
        Self { out }
    }

    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, class: &str) {
        let _ = writeln!(
            self.out,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{height}\"/>"
        );
    }

    pub(super) fn line(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, class: &str) {
        let _ = writeln!(
            self.out,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1}\" x2=\"{x2:.1}\" y2=\"{y2}\"/>"
        );
    }

    /// A thin line of its own colour.
    pub(super) fn stroke(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, colour: &str) {
        let _ = writeln!(
            self.out,
            "<line stroke=\"{colour}\" stroke-opacity=\".35\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    }

    /// A dot of its own colour.
    pub(super) fn dot(&mut self, x: f64, y: f64, colour: &str) {
        let _ = writeln!(
            self.out,
            "<circle fill=\"{colour}\" fill-opacity=\".8\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>"
        );
    }

    /// A dot by its class.
    pub(super) fn circle(&mut self, x: f64, y: f64, radius: f64, class: &str) {
        let _ = writeln!(
            self.out,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y}\" r=\"{radius}\"/>"
        );
    }

    pub(super) fn text(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = writeln!(
            self.out,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>",
            escaped(text)
        );
    }

    /// Begins a group of shapes that shows a text when it is pointed at.
    pub(super) fn open_group(&mut self, tooltip: &str) {
        let _ = writeln!(self.out, "<g><title>{}</title>", escaped(tooltip));
    }

    pub(super) fn close_group(&mut self) {
        self.out.push_str("</g>\n");
    }

    pub(super) fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }
}

fn escaped(text: &str) -> String {
    clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
