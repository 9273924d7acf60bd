//! A value's text as the number that the exporter makes of it (`parseStatus`).

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The number, or none where the exporter shows none.
pub(super) fn number(text: &str) -> Option<f64> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "primary" => return Some(1.0),
        "no" | "off" | "disabled" | "connecting" | "non-primary" | "disconnected" => {
            return Some(0.0);
        }
        _ => {}
    }
    text.parse().ok().or_else(|| moment(text))
}

/// A moment without a zone is taken as if the server's zone were UTC.
fn moment(text: &str) -> Option<f64> {
    let formats = ["%b %d %H:%M:%S %Y GMT", "%Y-%m-%d %H:%M:%S"];
    let read = |format: &&str| DateTime::strptime(format, text).ok();
    let moment = formats
        .iter()
        .find_map(read)?
        .to_zoned(TimeZone::UTC)
        .ok()?;
    Some(moment.timestamp().as_second() as f64)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn words_numbers_and_moments_are_numbers() {
        let cases = [
            ("ON", Some(1.0)),
            ("Connecting", Some(0.0)),
            ("-1.5e3", Some(-1500.0)),
            ("Nov 23 09:52:08 2036 GMT", Some(2_111_046_728.0)),
            ("2026-11-26 10:38:33", Some(1_795_689_513.0)),
            ("bin.000001", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(number(text), wanted, "{text}");
        }
    }
}
