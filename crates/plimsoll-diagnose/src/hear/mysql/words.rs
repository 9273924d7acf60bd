//! Reading values out of the server's messages. Knows no wording.

/// What stands behind `label`.
pub(super) fn after<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    text.split_once(label).map(|(_, rest)| rest)
}

/// The number right behind `label`.
pub(super) fn number(text: &str, label: &str) -> Option<u64> {
    let rest = after(text, label)?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit());
    rest[..end.unwrap_or(rest.len())].parse().ok()
}

/// The text in single quotes right behind `label`, which ends before the quote.
pub(super) fn quoted<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let (inside, _) = after(text, label)?.strip_prefix('\'')?.split_once('\'')?;
    Some(inside)
}

/// The first text in single quotes, to keep: a file or a table.
pub(super) fn name(text: &str) -> Option<String> {
    let mut parts = text.split('\'');
    let inside = parts.nth(1)?;
    // Without its end it is an apostrophe (`Can't`): what is quoted stands behind.
    let is_apostrophe = text.split('\'').next()?.ends_with(char::is_alphabetic);
    let inside = if is_apostrophe { parts.next()? } else { inside };
    (!inside.is_empty()).then(|| inside.to_owned())
}

/// The system's error number, however it is labelled: `(errno: 13 - …`,
/// `(Errcode: 13 "…`, `OS errno 13`, `error number 13`, `error: 13`.
pub(super) fn system_error(text: &str) -> Option<u64> {
    const LABELS: [&str; 7] = [
        "rrno: ",
        "rrno ",
        "rrcode: ",
        "rror number ",
        "with error ",
        "rror: ",
        "rrno=",
    ];
    LABELS.iter().find_map(|label| number(text, label))
}

#[cfg(test)]
mod tests {
    use super::{name, system_error};

    #[test]
    fn names_and_errors() {
        let message = "Can't find file: './mysql/plugin.frm' (errno: 13 \"Permission denied\")";
        assert_eq!(name(message).as_deref(), Some("./mysql/plugin.frm"));
        assert_eq!(system_error(message), Some(13));
        assert_eq!(
            name("Cannot open datafile './t.ibd'").as_deref(),
            Some("./t.ibd")
        );
        assert_eq!(name("Can't open it"), None);
        assert_eq!(
            system_error("Operating system error number 28 in a file"),
            Some(28)
        );
    }
}
