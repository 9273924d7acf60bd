//! A statement without its literals, whichever server it was for. Where the
//! dialects differ, it takes out too much: a quote behind a backslash ends a text
//! for one server and not for the other, so all behind it goes.

use plimsoll_model::secret;

/// What stands where a literal stood.
pub(super) const LITERAL: &str = "?";

/// Words before a double quote that only a name follows.
const BEFORE_NAMES: [&str; 6] = [
    "from \"",
    "into \"",
    "update \"",
    "join \"",
    "table \"",
    "only \"",
];

/// Functions with words of these among their arguments.
const FUNCTIONS: [&str; 5] = ["trim(", "extract(", "substring(", "substr(", "mid("];

/// A piece of a statement.
enum Piece {
    /// Shown as it is.
    Shown(usize),
    /// A literal.
    Literal(usize),
    /// A comment: it may hold anything.
    Comment(usize),
}

/// The statement with `?` for its texts and numbers, without its comments. What
/// is in double quotes is a name where the statement has names in such; else a
/// text, as in `MySQL`.
pub(super) fn taken_out(statement: &str) -> String {
    let statement = secret::mask(statement);
    let with_names = scanned(&statement, false);
    if has_quoted_names(&with_names) {
        with_names
    } else {
        scanned(&statement, true)
    }
}

fn has_quoted_names(statement: &str) -> bool {
    let lower = statement.to_ascii_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    holds(&BEFORE_NAMES) && !holds(&FUNCTIONS) && !lower.contains('`')
}

fn scanned(statement: &str, double_is_text: bool) -> String {
    let mut shown = String::with_capacity(statement.len());
    let mut rest = statement;
    while let Some(first) = rest.chars().next() {
        let (end, show) = match piece(rest, first, double_is_text) {
            Piece::Shown(end) => (end, &rest[..end]),
            Piece::Literal(end) => (end, LITERAL),
            Piece::Comment(end) => (end, " "),
        };
        shown.push_str(show);
        rest = &rest[end..];
    }
    shown
}

/// What stands first.
fn piece(text: &str, first: char, double_is_text: bool) -> Piece {
    match first {
        '\'' => Piece::Literal(quoted_end(text, '\'', false)),
        '"' if double_is_text => Piece::Literal(quoted_end(text, '"', false)),
        '"' | '`' => Piece::Shown(quoted_end(text, first, false)),
        '$' => dollar(text),
        '-' if text.starts_with("--") => Piece::Comment(text.find('\n').unwrap_or(text.len())),
        '/' if text.starts_with("/*") => {
            Piece::Comment(text.find("*/").map_or(text.len(), |end| end + 2))
        }
        '0'..='9' => Piece::Literal(number_end(text)),
        _ if is_of_word(first) => word(text),
        _ => Piece::Shown(first.len_utf8()),
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// A word with the figures in it; `E'…'`, `B'…'`, `X'…'`, `N'…'` are texts.
fn word(text: &str) -> Piece {
    let end = text.find(|c: char| !is_of_word(c) && c != '$');
    let end = end.unwrap_or(text.len());
    let is_prefix = ["e", "b", "x", "n"]
        .iter()
        .any(|prefix| text[..end].eq_ignore_ascii_case(prefix));
    if is_prefix && text[end..].starts_with('\'') {
        let escapes = text.starts_with(['e', 'E']);
        return Piece::Literal(end + quoted_end(&text[end..], '\'', escapes));
    }
    Piece::Shown(end)
}

/// `1`, `0x1f`, `1.5e-3`.
fn number_end(text: &str) -> usize {
    let end = text.find(|c: char| !is_of_word(c) && c != '.');
    let end = end.unwrap_or(text.len());
    let is_open = text[..end].ends_with(['e', 'E']) && text[end..].starts_with(['+', '-']);
    let exponent = text.get(end + 1..).filter(|_| is_open).map_or(0, |rest| {
        1 + rest.bytes().take_while(u8::is_ascii_digit).count()
    });
    end + exponent
}

/// `$1` is a parameter, `$tag$…$tag$` a text.
fn dollar(text: &str) -> Piece {
    let end = text[1..].find(|c: char| !is_of_word(c));
    let end = end.map_or(text.len(), |end| end + 1);
    let is_tag =
        text[end..].starts_with('$') && !text[1..].starts_with(|c: char| c.is_ascii_digit());
    if !is_tag {
        return Piece::Shown(end);
    }
    let (tag, inner) = text.split_at(end + 1);
    Piece::Literal(inner.find(tag).map_or(text.len(), |at| at + 2 * tag.len()))
}

/// Where a text ends that begins with its quote. A quote within it is doubled,
/// or, where it has `escapes`, behind a backslash.
fn quoted_end(text: &str, quote: char, escapes: bool) -> usize {
    let mut at = 1;
    while let Some(next) = text[at..].find([quote, '\\']) {
        at += next;
        let backslashes = text[at..].bytes().take_while(|byte| *byte == b'\\').count();
        if backslashes > 0 {
            at += backslashes;
            let is_behind = backslashes % 2 == 1 && text[at..].starts_with(quote);
            match (is_behind, escapes) {
                (true, true) => at += 1,
                (true, false) => return text.len(),
                (false, _) => {}
            }
        } else if text[at + 1..].starts_with(quote) {
            at += 2;
        } else {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::taken_out;

    #[test]
    fn literals_become_question_marks_and_names_stay() {
        let cases = [
            (
                "select * from t1 where a = 'x''y' and b=12",
                "select * from t1 where a = ? and b=?",
            ),
            ("select E'a\\'b', U&'c', X'1f', $1", "select ?, U&?, ?, $1"),
            ("select $$a'b$$, $q$c$$d$q$ from t", "select ?, ? from t"),
            (
                "select -1.5e-3, 0x1F, t2.c3 from t2",
                "select -?, ?, t2.c3 from t2",
            ),
            ("select 'a\\' , 'hunter2'", "select ?"),
            ("select 'a\\\\', b", "select ?, b"),
            ("select 'open", "select ?"),
            (
                "select a /* hunter2 */ from b -- it's\n where c",
                "select a   from b  \n where c",
            ),
            ("select \"a\" from `b`", "select ? from `b`"),
            (
                "SELECT \"u\".\"id\" FROM \"u\" WHERE \"u\".\"n\" = 'x'",
                "SELECT \"u\".\"id\" FROM \"u\" WHERE \"u\".\"n\" = ?",
            ),
            (
                "select trim(both \"x\" from \"hunter2\")",
                "select trim(both ? from ?)",
            ),
            (
                "alter user a password 'hunter2'",
                "alter user a password [redacted]",
            ),
            (
                "create user a identified by \"hunter2\"",
                "create user a identified by [redacted]",
            ),
        ];
        for (given, shown) in cases {
            assert_eq!(taken_out(given), shown, "{given}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_too_strange(text in ".{0,60}", sql in "[a'\"`$\\\\0-9eE/*\n -]{0,40}") {
            let _shown = (taken_out(&text), taken_out(&sql));
        }

        #[test]
        fn no_text_in_quotes_is_shown(before in "[a-z=, ]{0,20}", within in "[a-z'\\\\ ]{0,9}") {
            let within = within.replace('\'', "''");
            let shown = taken_out(&format!("{before} '{within}HUNTER2{within}' = '{within}HUNTER2'"));
            prop_assert!(!shown.contains("HUNTER2"), "{}", shown);
        }
    }
}
