//! Points gathered into families, each name once and in order.

use std::collections::BTreeMap;

use plimsoll_model::{Family, FamilyKind, Point};

/// Families by name.
#[derive(Debug, Default)]
pub(super) struct Families(BTreeMap<String, Family>);

impl Families {
    /// Adds a point; the first says what kind its family is.
    pub(super) fn add(
        &mut self,
        name: &str,
        kind: FamilyKind,
        labels: Vec<(&str, String)>,
        value: f64,
    ) {
        let family = self.0.entry(name.to_owned()).or_insert_with(|| Family {
            name: name.to_owned(),
            help: "As mysqld_exporter has it.".to_owned(),
            kind,
            points: Vec::new(),
        });
        let labels = labels.into_iter();
        let labels: Vec<(String, String)> =
            labels.map(|(name, it)| (name.to_owned(), it)).collect();
        // A second of the same labels would make the whole page invalid.
        if family.points.iter().all(|point| point.labels != labels) {
            family.points.push(Point { labels, value });
        }
    }

    pub(super) fn into_list(self) -> Vec<Family> {
        self.0.into_values().collect()
    }
}
