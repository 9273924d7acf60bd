//! Entries that end before what the server always writes: of the last one of a log
//! without a line feed behind it they tell that the log breaks off
//! (src/backend/tcop/postgres.c, `src/backend/utils/init/postinit.c`).

use crate::record::Record;

/// How entries begin, and what no whole one lacks, whatever the version.
const WHOLE: [(&str, &str); 4] = [
    ("disconnection: session time: ", " host="),
    ("connection received: ", "host="),
    ("connection authorized: ", "user="),
    ("duration: ", " ms"),
];

/// Whether an entry is not whole.
pub(super) fn is_unfinished(record: &Record<'_>) -> bool {
    let known = WHOLE
        .iter()
        .find(|(start, _)| record.message.starts_with(start));
    known.is_some_and(|(start, lacks)| !record.message[start.len()..].contains(lacks))
}

#[cfg(test)]
mod tests {
    use super::super::tests::heard;
    use crate::signal::ServerSignal::BreaksOff;

    const WHOLE: &str =
        "LOG:  disconnection: session time: 0:00:00.011 user=app database=shop host=[local]";
    const CUT: &str = "LOG:  disconnection: session time: 0:00:00.011 user=app datab";

    #[test]
    fn the_last_entry_tells_that_the_log_breaks_off() {
        assert_eq!(heard(&[WHOLE, CUT]), [BreaksOff]);
        assert_eq!(heard(&[CUT, WHOLE]), []);
        assert_eq!(heard(&["LOG:  duration: 14.1"]), [BreaksOff]);
        assert_eq!(heard(&["LOG:  duration: 14.118 ms"]), []);
    }
}
