//! Points gathered into families under an exporter's names: each name once and in
//! order, and of a name each set of labels once. A second would make the whole page
//! invalid, and labels that were cleaned may be the same though the server's are not.
//! What a name means is in the exporter's own documentation.

use std::collections::{BTreeMap, HashSet};

use plimsoll_model::{Family, FamilyKind, Point};

/// Families by name.
#[derive(Debug)]
pub(super) struct Families {
    exporter: &'static str,
    by_name: BTreeMap<String, Family>,
}

impl Families {
    /// None yet, under the names of an exporter.
    pub(super) const fn of(exporter: &'static str) -> Self {
        Self {
            exporter,
            by_name: BTreeMap::new(),
        }
    }

    /// Adds a point; the first says what kind its family is.
    pub(super) fn add(
        &mut self,
        name: &str,
        kind: FamilyKind,
        labels: Vec<(&str, String)>,
        value: f64,
    ) {
        if !self.by_name.contains_key(name) {
            let family = Family {
                name: name.to_owned(),
                help: format!("{name} as {} names it.", self.exporter),
                kind,
                points: Vec::new(),
            };
            self.by_name.insert(name.to_owned(), family);
        }
        let labels = labels.into_iter();
        let labels = labels.map(|(name, it)| (name.to_owned(), it)).collect();
        if let Some(family) = self.by_name.get_mut(name) {
            family.points.push(Point { labels, value });
        }
    }

    /// All of them; of points with the same labels the first.
    pub(super) fn into_list(self) -> Vec<Family> {
        let families = self.by_name.into_values();
        let once = families.map(|family| Family {
            points: once(family.points),
            ..family
        });
        once.collect()
    }
}

fn once(points: Vec<Point>) -> Vec<Point> {
    let is_first: Vec<bool> = {
        let mut seen = HashSet::new();
        let labels = points.iter().map(|point| &point.labels);
        labels.map(|labels| seen.insert(labels)).collect()
    };
    let points = points.into_iter().zip(is_first);
    points
        .filter_map(|(point, is_first)| is_first.then_some(point))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Families, FamilyKind};

    #[test]
    fn the_same_labels_come_once_and_names_in_order() {
        let mut families = Families::of("an_exporter");
        let mut add = |name, label: &str, value| {
            let labels = vec![("table", label.to_owned())];
            families.add(name, FamilyKind::Gauge, labels, value);
        };
        add("b_rows", "x", 1.0);
        add("a_rows", "x", 2.0);
        add("b_rows", "y", 3.0);
        add("b_rows", "x", 4.0);
        let told = families.into_list();
        let told = told.iter().map(|family| {
            let points = family.points.iter();
            let points = points.map(|it| format!("{}={}", it.labels[0].1, it.value));
            format!("{}: {}", family.help, points.collect::<Vec<_>>().join(" "))
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "a_rows as an_exporter names it.: x=2",
                "b_rows as an_exporter names it.: x=1 y=3"
            ]
        );
    }
}
