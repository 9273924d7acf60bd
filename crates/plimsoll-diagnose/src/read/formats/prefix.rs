//! What a `log_line_prefix` holds, told from its form: a time, a process id, an
//! SQLSTATE. What may be two things is taken for none.

use crate::read::time;
use crate::record::When;

/// Classes of SQLSTATEs (src/backend/utils/errcodes.txt).
const CLASSES: &[&str] = &[
    "00", "01", "02", "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "10", "20", "21", "22",
    "23", "24", "25", "26", "27", "28", "2B", "2D", "2F", "34", "38", "39", "3B", "3D", "3F", "40",
    "42", "44", "53", "54", "55", "57", "58", "72", "F0", "HV", "P0", "XX",
];

/// Largest process id that Linux gives out (`PID_MAX_LIMIT`).
const PID_MAX: u32 = 1 << 22;

/// What a prefix holds.
#[derive(Default)]
pub(super) struct Prefix<'a> {
    pub(super) when: Option<When>,
    pub(super) pid: Option<u32>,
    pub(super) code: Option<&'a str>,
}

/// Reads a prefix.
pub(super) fn read(text: &str) -> Prefix<'_> {
    let found = time::find(text.as_bytes());
    let (when, start, end) =
        found.map_or((None, 0, 0), |(when, at)| (Some(when), at.start, at.end));
    let outside = [&text[..start], &text[end..]];
    let named = outside
        .iter()
        .find_map(|text| bracketed(text).or_else(|| of_session(text)));
    let words = || outside.iter().flat_map(|text| words(text));
    let mut numbers = words().filter_map(pid);
    let mut codes = words().filter(|word| is_code(word));
    // Of a bare number that may be a code too, nobody can say which it is.
    let bare = numbers.next().filter(|bare| {
        let is_told = numbers.next().is_some() || codes.clone().any(|code| !is_number(code));
        is_told || !is_code(&bare.to_string())
    });
    let pid = named.or(bare);
    let is_pid = |code: &&str| pid.is_some_and(|pid| code.parse() == Ok(pid));
    let is_told = pid.is_some() || !codes.clone().all(is_number);
    let code = codes.find(|code| is_told && !is_pid(code));
    Prefix { when, pid, code }
}

/// Words that stand alone: no part of an address, a time or a name.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    let stands_apart = |c: char| c.is_whitespace() || "[]():,;=@|<>/".contains(c);
    text.split(stands_apart).filter(|word| !word.is_empty())
}

/// `[431]`, `[431-1]`.
fn bracketed(text: &str) -> Option<u32> {
    let mut inner = text.split('[').skip(1);
    inner.find_map(|inner| {
        let (inner, _) = inner.split_once(']')?;
        let (number, line) = inner.split_once('-').unwrap_or((inner, "1"));
        is_number(line).then(|| pid(number)).flatten()
    })
}

/// `664dc2a8.1af`: the session's start and the process id, in hexadecimal.
fn of_session(text: &str) -> Option<u32> {
    let mut sessions = text.split(|c: char| !(c.is_ascii_hexdigit() || c == '.'));
    sessions.find_map(|session| {
        let (start, number) = session.split_once('.')?;
        (start.len() == 8).then_some(())?;
        let _start = u32::from_str_radix(start, 16).ok()?;
        let number = u32::from_str_radix(number, 16).ok()?;
        (number <= PID_MAX).then_some(number)
    })
}

fn pid(word: &str) -> Option<u32> {
    let number = is_number(word).then(|| word.parse().ok()).flatten()?;
    (1..=PID_MAX).contains(&number).then_some(number)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_code(word: &str) -> bool {
    let is_form = word.len() == 5
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    is_form && CLASSES.contains(&&word[..2])
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_prefix_is_read_by_the_form_of_its_parts() {
        let cases = [
            ("2024-05-22 10:00:00.123 UTC [431] ", Some(431), None),
            (
                "2024-05-22 10:00:00 UTC:10.0.0.1(4321):app@shop:[431]:",
                Some(431),
                None,
            ),
            ("2024-05-22 10:00:00 UTC-664dc2a8.1af-", Some(431), None),
            (
                "2024-05-22 10:00:00.123 UTC [431]: [3-1] db=shop,user=app ",
                Some(431),
                None,
            ),
            ("[431-1] app@shop ", Some(431), None),
            (
                "< 2024-05-22 10:00:00.123 UTC 431 53300 >",
                Some(431),
                Some("53300"),
            ),
            ("1716372000.123 431 00000 app", Some(431), Some("00000")),
            (
                "2024-05-22 10:00:00 CEST [53301] 53300 ",
                Some(53301),
                Some("53300"),
            ),
            ("[53300]: 53300 ", Some(53300), None),
            ("2024-05-22 10:00:00 UTC 53300 ", None, None),
            ("2024-05-22 10:00:00 UTC 57P01 ", None, Some("57P01")),
            ("app@shop ", None, None),
            ("", None, None),
        ];
        for (text, pid, code) in cases {
            let prefix = read(text);
            assert_eq!((prefix.pid, prefix.code), (pid, code), "{text}");
            assert_eq!(
                prefix.when.is_some(),
                text.contains(['.', ':']) && !text.starts_with('[')
            );
        }
    }
}
