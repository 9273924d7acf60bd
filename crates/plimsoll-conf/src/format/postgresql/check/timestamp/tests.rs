//! What servers answered to `postgres -C recovery_target_time -c …`: 12.22,
//! 13.23, 14.23, 15.18, 16.14, 17.10 and 18.4.

use super::{Abbreviations, Around, Order, is_taken, may_be_taken};

const MAJORS: [u16; 7] = [12, 13, 14, 15, 16, 17, 18];

const TAKEN: &[&str] = &[
    "2024-05-22 10:00:00+00",
    "2024-05-22 10:00.5",
    "2024-05-22 23:59:60",
    "2024-05-22 24:00:00.0000001",
    "2024-05-22 999999",
    "2024-05-22 1000",
    "2024-05-22 (10:00) [utc]",
    "'2024-05-22'",
    "10:00 May 22 2024",
    "2024-05-22-",
    "2024-05-22 +05:",
    "2024-05-22 + 05",
    "2024-05-22 1000-",
    "2024-05-22 100000-05",
    "2024-05-22T.5",
    "2024-05-22T10:00:00",
    "20240522T100000.5-07",
    "20240522 100000",
    "1240522",
    "240522 1001 EST",
    "2024-05-22 10:00 +15:59:59",
    "2024-05-22 10:00 +1559",
    "2024-05-22 10:00 +02 dst",
    "2024-05-22 dst +02",
    "2024-05-22 10:00 a5b",
    "2024-05-22 10:00 est5edt",
    "2024-05-22 10:00 a167:59:60",
    "2024-05-22 10:00 Etc/GMT+3",
    "2024-05-22 10:00 America/New_York",
    "2024-05-22 10:00 gb-eire",
    "2024-05-22 10:00 nz",
    "J2460453-05",
    "J2460453.5",
    "J2460453.25 pm",
    "julian 2460453 10:00",
    "J0",
    "J109203527",
    "2024.143",
    "2023.366",
    "5/22/24",
    "5.22.2024",
    "2024/05/22",
    "2000-02-29",
    "0001-01-01 BC",
    "4714-11-24 BC",
    "294276-12-31 23:59:59.999999+00",
    "294277-01-01 00:00+01",
    "22 May 24",
    "May 2024 22",
    "2024 22 May",
    "2-May-2024",
    "24-may-2024",
    "may-2024-2",
    "may/2/2024",
    "Fri 7 Feb 1997 15:23",
    "Fri May 22 10:00:00 2024",
    "2024-05-22 monday",
    "2024-05-22 12:00 am",
    "2024-05-22 00:00 pm",
    "2024-05-22 allballs",
    "on on on on on on on on on on on on on on on on on on on on on on on 2024-05-22 10:00",
    // Only the word alone, in these letters, is refused.
    " now",
    "Now",
    "Yesterday",
    "tomorrow 10:00 BC",
];

const REFUSED: &[&str] = &[
    " ",
    "soon",
    "now",
    "today",
    "tomorrow",
    "yesterday",
    "now 10:00",
    "2024-05-22 now",
    "epoch",
    " epoch",
    "-infinity",
    "allballs",
    "10:00",
    "2024-05-22 23:59:60.5",
    "2024-05-22 24:00:01",
    "2024-05-22 10:61",
    "2024-05-22 1000.",
    "10:00 2024-05-22",
    "Fri Feb-7-1997 15:23:27",
    "2024-05-22--",
    "2024-05-22-x",
    "2024-05-22-10",
    "2024-05-22 10:00 -",
    "2024-05-22 10:00 +16",
    "2024-05-22 10:00 +2147483647:59",
    "2024-05-22 10:00 5",
    "2024-05-22 T",
    "2024-05-22T10",
    "2024-05-22 .5",
    "2024-05-22 10 pm",
    "2024-05-22 13:00 pm",
    "2024-05-22 10:00 am pm",
    "2024-05-22 ad bc",
    "2024-05-22 mon tue",
    "2024-05-22 10:00 dst",
    "2024-05-22 10:00 MET DST",
    // No file has these names, and no abbreviation is known yet.
    "2024-05-22 10:00Z",
    "2024-05-22 10:00 CEST",
    "2024-05-22 10:00 PMPM",
    "2024-05-22 10:00 Ameica/New_York",
    "2024-05-22 10:00 a5b5c",
    "2024-05-22 10:00 a168",
    "2024-05-22 10:00 utc+3:",
    "J2460453.",
    "J2460453.75 pm",
    "J-5",
    "J109203528",
    "J2147483647",
    "2024.367",
    "2024.000",
    "24.143",
    "22/5/24",
    "2024/5-22",
    "2023-02-29",
    "1900-02-29",
    "0000-01-01",
    "0000-01-01 BC",
    "4714-11-23 BC",
    "4714-11-24 00:00+01 BC",
    "294276-12-31 23:59:59.999999-01",
    "294277-01-01",
    "5874898-01-01",
    "99999999999-01-01",
    "05-22 10:00",
    "May 22",
    "22 2024 May",
    "on on on on on on on on on on on on on on on on on on on on on on on on 2024-05-22 10:00",
    "at at at at at at at at at at at at at at at at at at at at at at at at at,",
    "20240522100000",
    "40522",
    "20240522 10",
    "2024-05-22é",
    "202\\064-05-22 10:00:00+00",
    "2024-05-2\\062 10:00",
];

/// With the versions that take it.
const BY_VERSION: &[(&str, std::ops::RangeInclusive<u16>)] = &[
    ("2024-05-22 10:00:00.", 15..=18),
    ("J .", 15..=18),
    ("1999-12-30 999999", 18..=18),
    ("2024-05-22 T abcd-5", 12..=17),
    ("2024-05-22 T +05 10:00", 16..=18),
    ("2024-05-22 y", 12..=15),
    ("2024-05-22 doy", 12..=15),
    ("2024-05-22 10:00:00+00M", 12..=15),
    ("J -07 today", 12..=15),
    ("infinity J2451187", 12..=15),
    ("epoch y2024 m5 d22", 12..=15),
    ("y2024m5d22h10mm11s12.5", 12..=15),
    ("y2024m5d22h10m11s12", 12..=15),
    ("y2024 m5 d22 h99", 12..=15),
    ("m5d22 2024", 12..=15),
];

fn starting(text: &str, major: u16) -> bool {
    is_taken(text.as_bytes(), major, Around::default())
}

#[test]
fn times_are_taken_and_refused_as_servers_did() {
    for major in MAJORS {
        for text in TAKEN {
            assert!(starting(text, major), "{major} takes {text:?}");
        }
        for text in REFUSED {
            assert!(!starting(text, major), "{major} refuses {text:?}");
        }
        for (text, takers) in BY_VERSION {
            let expected = takers.contains(&major);
            assert_eq!(starting(text, major), expected, "{major} {text:?}");
        }
    }
}

#[test]
fn all_fields_together_have_a_limit() {
    let with_zeros = |count| format!("2024-05-22 10:00:00.{}", "0".repeat(count));
    assert!(starting(&with_zeros(132), 18));
    assert!(!starting(&with_zeros(133), 18));
}

#[test]
fn what_stands_before_decides_of_dates_and_abbreviations() {
    let cases = [
        ("22/5/24", Order::Dmy, true),
        ("5/22/24", Order::Dmy, false),
        ("24/5/22", Order::Ymd, true),
        ("5-2-24", Order::Ymd, true),
        ("24-may-2024", Order::Ymd, true),
    ];
    for (text, order, expected) in cases {
        let around = Around {
            order,
            abbreviations: Abbreviations::No,
        };
        assert_eq!(is_taken(text.as_bytes(), 18, around), expected, "{text}");
        assert!(may_be_taken(text.as_bytes(), 18), "{text}");
    }
    assert!(may_be_taken(b"2024-05-22 10:00Z", 12));
    assert!(!may_be_taken(b"2024-25-52", 12));
}
