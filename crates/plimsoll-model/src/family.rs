//! Metrics under names that are not Plimsoll's own: as an exporter would show
//! them, ready to be written out. Knows no exporter and no format.

/// What kind of figure a family holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyKind {
    /// A figure of the moment.
    Gauge,
    /// A sum since something began.
    Counter,
    /// The exporter does not say.
    Untyped,
}

/// A metric with all its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// Its whole name.
    pub name: String,
    /// Its help, in a line.
    pub help: String,
    /// What kind of figure it is.
    pub kind: FamilyKind,
    /// Its points, labels each once.
    pub points: Vec<Point>,
}

/// One figure of a family.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Names and values that tell it from others.
    pub labels: Vec<(String, String)>,
    /// The figure; exporters do write "not a number".
    pub value: f64,
}
