//! A whole entry as it may be handed on: still of its format, so that it can be
//! read again. It errs on the side of taking out too much, for nobody looks at it
//! before it leaves the machine.

use plimsoll_model::secret;

use super::message::redacted;
use super::{fields, literals};
use crate::read;
use crate::read::format::Format;
use crate::record::Speaker;

/// Labels of what belongs to a message: each is redacted by itself, so that what
/// stands behind a statement is not taken for a part of it.
const LABELS: [&str; 5] = ["DETAIL:", "HINT:", "QUERY:", "CONTEXT:", "STATEMENT:"];

/// How far into a line its label may stand.
const PREFIX_BYTES_MAX: usize = 400;

/// What a statement stands behind: its beginning, which letters follow, and then what.
type Announced = (&'static str, fn(char) -> bool, &'static str);

/// What announces a statement whose own first word may be any.
const ANNOUNCED: [Announced; 3] = [
    ("execute ", |c| !c.is_whitespace(), ": "),
    ("query (", |c| c.is_ascii_alphanumeric(), "): "),
    ("process ", |c| c.is_ascii_digit(), ": "),
];

/// The entry without what must not leave the machine.
pub(super) fn redact(entry: &str, format: &dyn Format) -> String {
    if entry.trim_start().starts_with('{') {
        // Else the head of a list, or an object that was cut.
        return fields::json(entry).unwrap_or_else(|| {
            if entry.ends_with("\"items\": [") {
                secret::mask(entry)
            } else {
                text(entry)
            }
        });
    }
    if let Some(shown) = fields::csv(entry, format.name()) {
        return shown;
    }
    match format.speaker() {
        // The kernel quotes nobody.
        Some(Speaker::Kernel) => secret::mask(entry),
        Some(Speaker::Web | Speaker::Proxy) => without_queries(&text(entry)),
        Some(_) => text(entry),
        None => without_quoted(&text(entry), format),
    }
}

/// A text part by part: the message, then each label, each line of a dump of
/// memory contexts.
pub(super) fn text(entry: &str) -> String {
    let mut shown = String::with_capacity(entry.len());
    let (mut start, mut at) = (0, 0);
    for line in entry.split_inclusive('\n') {
        if at > start && begins_part(line) {
            shown.push_str(&part(&entry[start..at]));
            start = at;
        }
        at += line.len();
    }
    shown.push_str(&part(&entry[start..]));
    shown
}

fn begins_part(line: &str) -> bool {
    let head = &line[..line.floor_char_boundary(PREFIX_BYTES_MAX)];
    let is_label = !line.starts_with('\t') && LABELS.iter().any(|label| head.contains(label));
    is_label || context(line).is_some()
}

/// `  CachedPlan: 4096 total in 3 blocks; 800 free (0 chunks); 3296 used: select …`
/// (src/backend/utils/mmgr/mcxt.c): where the statement begins.
fn context(line: &str) -> Option<usize> {
    let sizes = line.find(" total in ")?;
    let used = sizes + line[sizes..].find(" used")?;
    Some(used + " used".len())
}

fn part(part: &str) -> String {
    let (text, feed) = part.strip_suffix('\n').map_or((part, ""), |it| (it, "\n"));
    let shown = match context(text).or_else(|| announced(text)) {
        Some(end) => {
            let (words, statement) = text.split_at(end);
            format!("{}{}", secret::mask(words), literals::taken_out(statement))
        }
        None => redacted(text),
    };
    shown + feed
}

/// Where a statement begins whose own first word may be any.
fn announced(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let mut announced = ANNOUNCED
        .iter()
        .filter(|it| lower.contains(it.0))
        .peekable();
    announced.peek()?;
    let of = |(before, may_be, behind): &Announced| {
        let starts = lower.match_indices(before);
        let mut ends = starts.filter_map(|(at, _)| {
            let from = at + before.len();
            let end = from + lower[from..].find(behind)?;
            let between = &lower[from..end];
            let is = !between.is_empty() && between.chars().all(may_be);
            is.then_some(end + behind.len())
        });
        ends.next()
    };
    announced.filter_map(of).min()
}

/// Requests without their queries, each to its blank or its quote.
fn without_queries(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(mark) = rest.find('?') {
        let (before, query) = rest.split_at(mark + 1);
        let end = query.find([' ', '"', ',', '\t', '\n']);
        shown.push_str(before);
        rest = &query[end.unwrap_or(query.len())..];
    }
    shown + rest
}

/// In a file that is of no known format a statement may stand anywhere.
fn without_quoted(text: &str, format: &dyn Format) -> String {
    if !read::is_unknown(format) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for (nth, piece) in text.split('\'').enumerate() {
        match nth % 2 {
            0 => shown.push_str(piece),
            _ => shown.push_str("'?'"),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{text, without_queries};

    #[test]
    fn what_clients_wrote_goes_and_what_servers_say_stays() {
        let cases = [
            (
                "[1] LOG:  execute <unnamed>: CALL pay('hunter2')",
                "[1] LOG:  execute <unnamed>: CALL pay(?)",
            ),
            (
                "Query (7f02a4): call pay('hunter2', 5)",
                "Query (7f02a4): call pay(?, ?)",
            ),
            (
                "[1] ERROR:  deadlock detected\n[1] DETAIL:  Process 7 waits for ShareLock on transaction 12; blocked by process 8.\n\tProcess 7: CALL pay('hunter2')\n[1] HINT:  See server log for query details, 3.",
                "[1] ERROR:  deadlock detected\n[1] DETAIL:  Process 7 waits for ShareLock on transaction 12; blocked by process 8.\n\tProcess 7: CALL pay(?)\n[1] HINT:  See server log for query details, 3.",
            ),
            (
                "[1] DETAIL:  Key (a, b)=(hunter2, (hunter2) x) conflicts with existing key (a, b)=(hunter2).",
                "[1] DETAIL:  Key (a, b)=(?).",
            ),
            (
                "[1] DETAIL:  Failing row contains (1, hunter2, null).",
                "[1] DETAIL:  Failing row contains (?).",
            ),
            (
                "[1] ERROR:  bad\n[1] STATEMENT:  select 'a\n\thunter2', 1\n[1] CONTEXT:  line 3",
                "[1] ERROR:  bad\n[1] STATEMENT:  select ?, ?\n[1] CONTEXT:  line 3",
            ),
            (
                "TopMemoryContext: 100 total in 5 blocks; 10 free (3 chunks); 90 used\n  CachedPlan: 40 total in 3 blocks; 8 free (0 chunks); 32 used: select 'hunter2', 7\nGrand total: 140 bytes in 8 blocks",
                "TopMemoryContext: 100 total in 5 blocks; 10 free (3 chunks); 90 used\n  CachedPlan: 40 total in 3 blocks; 8 free (0 chunks); 32 used: select ?, ?\nGrand total: ? bytes in ? blocks",
            ),
            (
                " 0: len 7; hex 68756e74657232; asc hunter2;;\n 1: len 4; hex 80000001; asc     ;;",
                " 0: len 7; hex ?\n 1: len 4; hex ?",
            ),
            (
                "LOG:  parameters: $1 = 'hunter2'\nx\nLOG:  Parameters: $1 = 'hunter2'",
                "LOG:  parameters: ?\nx\nLOG:  Parameters: ?",
            ),
            (
                "server process (PID 431) was terminated by signal 9: Killed",
                "server process (PID 431) was terminated by signal 9: Killed",
            ),
        ];
        for (given, shown) in cases {
            assert_eq!(text(given), shown, "{given}");
        }
    }

    #[test]
    fn a_request_keeps_its_path() {
        let line = "1.2.3.4 - - [22/May/2024:10:00:00 +0000] \"GET /a?key=hunter2 HTTP/1.1\" 502 1 \"http://x/?hunter2\" \"-\"";
        let shown = without_queries(line);
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("\"GET /a? HTTP/1.1\" 502"), "{shown}");
    }
}
