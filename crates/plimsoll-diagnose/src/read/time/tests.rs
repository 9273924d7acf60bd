//! Every form once, and what is like a time and none.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{access, bracketed, ctime, epoch, figures, find, iso, nearest_year, syslog};
use crate::record::When;

/// How a time was taken: its kind, its moment and the rest of the text.
fn shown(told: super::Told, text: &str) -> String {
    let Some((when, bytes)) = told else {
        return "none".to_owned();
    };
    let kind = match when {
        When::Utc(_) => "utc",
        When::Zoneless(_) => "zoneless",
        When::Yearless(_) => "yearless",
        When::SinceBoot(_) => "boot",
    };
    format!("{kind} {} |{}", when.taken(), &text[bytes..])
}

#[test]
fn times_in_figures_are_read_with_their_zones() {
    let cases = [
        (
            "2024-05-22 10:00:00.123 UTC [1]",
            "utc 2024-05-22T10:00:00.123Z | [1]",
        ),
        (
            "2024-05-22 10:00:00 CEST LOG:",
            "utc 2024-05-22T08:00:00Z | LOG:",
        ),
        (
            "2024-05-22 10:00:00 +02 [1]",
            "utc 2024-05-22T08:00:00Z | [1]",
        ),
        (
            "2024-05-22 10:00:00.5 -03:30,",
            "utc 2024-05-22T13:30:00.5Z |,",
        ),
        ("2024-05-22 10:00:00 +0545", "utc 2024-05-22T04:15:00Z |"),
        (
            "2024-05-22T10:00:00.123456Z 0",
            "utc 2024-05-22T10:00:00.123456Z | 0",
        ),
        (
            "2024-05-22T10:00:00+02:00 x",
            "utc 2024-05-22T08:00:00Z | x",
        ),
        (
            "2024-05-22T10:00:00.1234567891Z",
            "utc 2024-05-22T10:00:00.123456789Z |",
        ),
        (
            "2024-05-22 10:00:00 UTC-431",
            "utc 2024-05-22T10:00:00Z |-431",
        ),
        (
            "2024-05-22 10:00:00 0 [Note]",
            "zoneless 2024-05-22T10:00:00Z | 0 [Note]",
        ),
        (
            "2024-05-22  9:00:00 0 [Note]",
            "zoneless 2024-05-22T09:00:00Z | 0 [Note]",
        ),
        (
            "2024-05-22 10:00:00 LOG:",
            "zoneless 2024-05-22T10:00:00Z | LOG:",
        ),
        (
            "2024-05-22 10:00:00 IST [1]",
            "zoneless 2024-05-22T10:00:00Z | [1]",
        ),
        (
            "2024-05-22 10:00:00,123 INFO",
            "zoneless 2024-05-22T10:00:00.123Z | INFO",
        ),
        (
            "2024-05-22 10:00:00-43123",
            "zoneless 2024-05-22T10:00:00Z |-43123",
        ),
        (
            "2024/05/22 10:00:00 [error]",
            "zoneless 2024-05-22T10:00:00Z | [error]",
        ),
        ("Wed 2024-05-22 10:00:00 UTC", "utc 2024-05-22T10:00:00Z |"),
        (
            "240522 10:00:00 mysqld_safe",
            "zoneless 2024-05-22T10:00:00Z | mysqld_safe",
        ),
        (
            "240522  9:00:00 [Note]",
            "zoneless 2024-05-22T09:00:00Z | [Note]",
        ),
        ("1716372000.123 [1]", "utc 2024-05-22T10:00:00.123Z | [1]"),
        ("1716372000123,", "utc 2024-05-22T10:00:00.123Z |,"),
        ("1716372000123456", "utc 2024-05-22T10:00:00.123456Z |"),
        ("2016-12-31 23:59:60 UTC", "utc 2016-12-31T23:59:59Z |"),
        ("2024-13-22 10:00:00 UTC", "none"),
        ("2023-02-29 10:00:00", "none"),
        ("2024-05-22 25:00:00", "none"),
        ("9999-12-31 23:59:59 HST", "none"),
        ("0000-00-00 00:00:00", "none"),
        ("2024-05-22", "none"),
        ("99999999999", "none"),
        ("", "none"),
    ];
    for (text, told) in cases {
        assert_eq!(shown(figures(text.as_bytes()), text), told, "{text}");
    }
}

#[test]
fn times_with_names_of_months_are_read() {
    let cases: [(fn(&[u8]) -> super::Told, &str, &str); 10] = [
        (
            syslog,
            "May 22 10:00:00 db",
            "yearless 2000-05-22T10:00:00Z | db",
        ),
        (
            syslog,
            "Feb 29 10:00:00 db",
            "yearless 2000-02-29T10:00:00Z | db",
        ),
        (
            syslog,
            "May  2 10:00:00.25 db",
            "yearless 2000-05-02T10:00:00.25Z | db",
        ),
        (syslog, "May 32 10:00:00 db", "none"),
        (
            access,
            "22/May/2024:10:00:00 +0200] x",
            "utc 2024-05-22T08:00:00Z |] x",
        ),
        (
            access,
            "22/May/2024:10:00:00.123] x",
            "zoneless 2024-05-22T10:00:00.123Z |] x",
        ),
        (
            ctime,
            "Wed May 22 10:00:00.123456 2024]",
            "zoneless 2024-05-22T10:00:00.123456Z |]",
        ),
        (
            bracketed,
            "[12345.678901] x",
            "boot 1970-01-01T03:25:45.678901Z | x",
        ),
        (
            bracketed,
            "[    0.000000] x",
            "boot 1970-01-01T00:00:00Z | x",
        ),
        (
            bracketed,
            "[Wed May  2 10:00:00 2024] x",
            "zoneless 2024-05-02T10:00:00Z | x",
        ),
    ];
    for (read, text, told) in cases {
        assert_eq!(shown(read(text.as_bytes()), text), told, "{text}");
    }
    assert!(bracketed(b"[431] x").is_none());
    assert!(epoch(b"431").is_none());
}

#[test]
fn a_time_is_found_wherever_it_stands() {
    let at: Timestamp = "2024-05-22T10:00:00Z".parse().unwrap();
    assert_eq!(
        find(b"[431]: [3-1] 2024-05-22 10:00:00 UTC "),
        Some(When::Utc(at))
    );
    assert_eq!(
        find(b"app:db:10.0.0.1(4321):1716372000.000:"),
        Some(When::Utc(at))
    );
    assert_eq!(find(b"id12024-05-22 10:00:00 [431]: "), None);
}

#[test]
fn a_year_is_the_nearest() {
    let near = |at: &str, near: &str| {
        let (When::Yearless(at), _) = syslog(at.as_bytes()).unwrap() else {
            panic!("a year");
        };
        nearest_year(at, near.parse().unwrap()).to_string()
    };
    assert_eq!(
        near("May 22 10:00:00", "2024-05-22T11:00:00Z"),
        "2024-05-22T10:00:00Z"
    );
    assert_eq!(
        near("Dec 31 23:59:59", "2024-01-01T00:10:00Z"),
        "2023-12-31T23:59:59Z"
    );
    assert_eq!(
        near("Jan  1 00:00:00", "2023-12-31T23:50:00Z"),
        "2024-01-01T00:00:00Z"
    );
    assert_eq!(
        near("Feb 29 10:00:00", "2025-01-01T00:00:00Z"),
        "2024-02-29T10:00:00Z"
    );
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "[0-9A-Za-z :./,+\\[\\]-]{0,40}", bytes: Vec<u8>) {
        for text in [text.as_bytes(), &bytes] {
            for read in [figures, iso, syslog, access, ctime, bracketed] {
                if let Some((_, end)) = read(text) {
                    prop_assert!(end <= text.len());
                }
            }
            let _found = find(text);
        }
    }

    #[test]
    fn wrong_figures_are_no_time(
        (year, month, day) in (0..10_000_u32, 0..20_u32, 0..40_u32),
        (hour, minute, second) in (0..30_u32, 0..70_u32, 0..70_u32),
        zone in "(|Z| UTC| HST|[+-][0-9]{2}:[0-9]{2})",
    ) {
        let text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{zone}");
        let is_time = figures(text.as_bytes()).is_some();
        let may_be = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
        prop_assert!(may_be || !is_time, "{}", text);
    }
}
