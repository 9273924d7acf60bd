//! A text of many parts as it may be handed on: each message of it, each label, each
//! line of a dump is redacted by itself.

use plimsoll_model::secret;

use super::literals;
use super::message::redacted;

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

#[cfg(test)]
mod tests {
    use super::text;

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
}
