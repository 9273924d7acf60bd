//! Did-you-mean.

/// The name nearest to what was written, if one is near enough to be meant:
/// at most a third of its letters apart.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .filter(|(apart, name)| *apart * 3 <= name.len().max(3))
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, name)| name)
}
