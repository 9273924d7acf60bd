//! The series the catalogue knows, and runs of them as the files write them (`12-18`, `8.4`).

/// An engine's name and its series, oldest first. `plimsoll-conf`'s `Series` is made from this.
pub(super) const ENGINES: &[(&str, &[&str])] = &[
    ("postgresql", &["12", "13", "14", "15", "16", "17", "18"]),
    ("mysql", &["5.7", "8.0", "8.4", "9.7"]),
    ("mariadb", &["10.6", "10.11", "11.4", "11.8"]),
];

/// The series of `engine`.
pub(super) fn of(engine: &str) -> Result<&'static [&'static str], String> {
    ENGINES
        .iter()
        .find(|(name, _)| *name == engine)
        .map(|(_, series)| *series)
        .ok_or_else(|| format!("no engine is called {engine}"))
}

/// Reads `12-18` or `12` as first and last index into `series`.
pub(super) fn run(series: &[&str], text: &str) -> Result<(usize, usize), String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let place = |name: &str| {
        series
            .iter()
            .position(|one| *one == name)
            .ok_or_else(|| format!("`{text}`: no series {name} among {}", series.join(", ")))
    };
    let (first, last) = (place(first)?, place(last)?);
    if first > last {
        return Err(format!("`{text}` runs backwards"));
    }
    Ok((first, last))
}

/// Writes a run as the files have it.
pub(super) fn show(series: &[&str], first: usize, last: usize) -> String {
    if first == last {
        series[first].to_owned()
    } else {
        format!("{}-{}", series[first], series[last])
    }
}
