//! Metrics under names that are not Plimsoll's own.

use std::collections::BTreeSet;

use plimsoll_model::Family;

use super::page::Page;

/// Families as a page for Prometheus. A name that comes again is left out: a page
/// with it twice is refused whole.
pub fn families(families: &[Family]) -> String {
    let mut page = Page::default();
    let mut seen = BTreeSet::new();
    for family in families {
        if !is_name(&family.name) || !seen.insert(family.name.as_str()) {
            continue;
        }
        page.begin(&family.name, &family.help, family.kind);
        for point in &family.points {
            let labels = point.labels.iter().filter(|(name, _)| is_name(name));
            let labels = labels.map(|(name, value)| (name.as_str(), value.as_str()));
            page.point(labels, point.value);
        }
    }
    page.finish()
}

/// An exporter makes names of what a server calls its variables.
fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b':';
    let mut bytes = name.bytes();
    bytes.next().is_some_and(is_letter) && bytes.all(|it| is_letter(it) || it.is_ascii_digit())
}
