//! Names of time zones, as far as they can be told without the machine's files.
//! Knows no parameter.
//!
//! Facts: `pg_tzset` of pgtz.c, `tzparse` of localtime.c, the names of IANA's
//! data.

/// The hours of an offset in a rule, at most: a week.
const HOURS_MAX: u32 = 167;

/// Names without a folder that are no rules: IANA's `etcetera`, `backward` and
/// `factory`, which get no more of them, and two that machines add.
const FILES: [&str; 40] = [
    "cet",
    "cuba",
    "eet",
    "egypt",
    "eire",
    "est",
    "factory",
    "gb",
    "gb-eire",
    "gmt",
    "greenwich",
    "hongkong",
    "hst",
    "iceland",
    "iran",
    "israel",
    "jamaica",
    "japan",
    "kwajalein",
    "libya",
    "localtime",
    "met",
    "mst",
    "navajo",
    "nz",
    "nz-chat",
    "poland",
    "portugal",
    "posixrules",
    "prc",
    "roc",
    "rok",
    "singapore",
    "turkey",
    "uct",
    "universal",
    "utc",
    "w-su",
    "wet",
    "zulu",
];

/// The folders of all other names.
const FOLDERS: [&str; 18] = [
    "africa",
    "america",
    "antarctica",
    "arctic",
    "asia",
    "atlantic",
    "australia",
    "brazil",
    "canada",
    "chile",
    "etc",
    "europe",
    "indian",
    "mexico",
    "pacific",
    "posix",
    "right",
    "us",
];

/// Whether a zone may go by this name: that of a file, or a rule of its own
/// (`utc+3`).
pub(super) fn may_be_named(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    match name.strip_prefix(b":") {
        Some(path) => is_path(path),
        None => is_rule(&name) || is_path(&name),
    }
}

/// Whether `TimeZone` may be this: a name, hours as strtod(3) reads them, or an
/// interval of SQL in quotes, of which the server knows more.
pub(super) fn may_be_set(text: &[u8]) -> bool {
    let lower = String::from_utf8_lossy(text).to_ascii_lowercase();
    if let Some(behind) = lower.strip_prefix("interval") {
        let quoted = behind.trim_start().strip_prefix('\'');
        return quoted.is_some_and(|quoted| quoted.ends_with('\''));
    }
    let number = lower.trim_start();
    let is_hexadecimal = number.trim_start_matches(['+', '-']).starts_with("0x");
    let is_hours = |hours: f64| hours.abs() < f64::from(HOURS_MAX) + 1.0;
    is_hexadecimal || number.parse().is_ok_and(is_hours) || may_be_named(text)
}

/// The name of a file. Which of those in folders a machine has is left to it.
fn is_path(name: &[u8]) -> bool {
    let is = |known: &&str, name: &[u8]| known.as_bytes() == name;
    let Some(slash) = name.iter().position(|byte| *byte == b'/') else {
        return FILES.iter().any(|file| is(file, name));
    };
    let (folder, rest) = name.split_at(slash);
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-_".contains(byte);
    let is_part = |part: &[u8]| !part.is_empty() && part.iter().all(belongs);
    FOLDERS.iter().any(|known| is(known, folder)) && rest[1..].split(|b| *b == b'/').all(is_part)
}

/// Letters and an offset, and those of its summer time; when that begins and
/// ends may follow, and is left to the server.
fn is_rule(name: &[u8]) -> bool {
    let Some(rest) = letters(name).and_then(offset) else {
        return false;
    };
    let is_end = |rest: &[u8]| matches!(rest.first(), None | Some(b',' | b';'));
    if rest.is_empty() {
        return true;
    }
    match letters(rest) {
        Some(summer) if summer.len() < rest.len() => {
            is_end(summer) || offset(summer).is_some_and(is_end)
        }
        Some(_) | None => false,
    }
}

/// What follows letters: they go on to a digit, a sign or a comma, or to the
/// end of their brackets.
fn letters(text: &[u8]) -> Option<&[u8]> {
    if text.first() == Some(&b'<') {
        let end = text.iter().position(|byte| *byte == b'>')?;
        return Some(&text[end + 1..]);
    }
    let ends = |byte: &u8| byte.is_ascii_digit() || b",-+".contains(byte);
    let end = text.iter().position(ends).unwrap_or(text.len());
    Some(&text[end..])
}

/// What follows an offset: hours, and minutes and seconds behind colons.
fn offset(text: &[u8]) -> Option<&[u8]> {
    let unsigned = match text.split_first() {
        Some((b'-' | b'+', rest)) => rest,
        Some(_) | None => text,
    };
    let mut rest = bounded(unsigned, HOURS_MAX)?;
    for max in [59, 60] {
        match rest.strip_prefix(b":") {
            Some(behind) => rest = bounded(behind, max)?,
            None => break,
        }
    }
    Some(rest)
}

/// What follows a number of at most `max`.
fn bounded(text: &[u8], max: u32) -> Option<&[u8]> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(length);
    let number = std::str::from_utf8(digits).ok()?.parse::<u32>().ok()?;
    (number <= max).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{may_be_named, may_be_set};

    /// As servers 12, 15 and 18 answered for `log_timezone`.
    #[test]
    fn names_are_files_or_rules() {
        let zones = [
            "utc",
            ":UTC",
            "Zulu",
            "EST",
            "5",
            "-5",
            "5:5",
            " 5",
            "<abc>5",
            "<>5",
            "+5.5",
            "5 ",
            "EST5EDT",
            "EST5EDT4",
            "EST5EDT,M3.2.0,M11.1.0",
            "5b6",
            "167",
            "-167:59:60",
            "a5<b>4",
            "Etc/GMT+3",
            "europe/berlin",
            "est5/x",
            "é5",
            "UTC0UTC",
        ];
        let others = [
            "",
            "CEST",
            "Berlin",
            "z",
            "UT",
            "-",
            "a,5",
            "utc+ 5",
            " utc",
            ":utc5",
            "<abc>",
            "168",
            "167:60",
            "1,",
            "a5-5",
            "Europe",
            "Europe/",
            "a/b",
            "leapseconds",
            "tzdata.zi",
            "inf",
        ];
        for zone in zones {
            assert!(may_be_named(zone.as_bytes()), "{zone}");
        }
        for other in others {
            assert!(!may_be_named(other.as_bytes()), "{other}");
        }
        assert!(may_be_set(b"1e2") && !may_be_set(b"interval 5"));
    }
}
