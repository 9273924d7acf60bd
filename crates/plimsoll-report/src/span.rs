//! Where on a quoted line the words of an assignment stand. It is for showing:
//! of the dialects it knows what they have in common, and never what a value
//! means.

use std::ops::Range;

use plimsoll_model::{Edit, Place};

/// `name = value` or `name value`, in bytes of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Assignment {
    name: Range<usize>,
    /// Quotes included, the comment behind it not.
    value: Range<usize>,
}

/// The part of a line to mark for a place: from the name to the end of its
/// value, or what stands from that column on. Empty only on an empty line.
pub(crate) fn marked(line: &str, place: &Place) -> Range<usize> {
    let trimmed = line.trim_end().len();
    let first = line.len() - line.trim_start().len();
    let column = usize::try_from(place.column).unwrap_or(usize::MAX);
    let mut start = column.saturating_sub(1).max(first);
    while !line.is_char_boundary(start.min(trimmed)) {
        start -= 1;
    }
    let end = match assignment(line) {
        Some(assignment) if start < assignment.value.end => assignment.value.end,
        Some(_) | None => trimmed,
    };
    if start < end {
        start..end
    } else {
        first.min(trimmed)..trimmed
    }
}

/// The bytes that an edit replaces, without the quotes around them; `None`
/// where the line does not show that value.
pub(crate) fn edited(line: &str, edit: &Edit) -> Option<Range<usize>> {
    let Range { start, end } = assignment(line)?.value;
    let value = &line[start..end];
    let inner = ['\'', '"'].into_iter().find_map(|quote| {
        let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
        Some((inner, start + 1..end - 1))
    });
    let (text, span) = inner.unwrap_or((value, start..end));
    (text == edit.from).then_some(span)
}

/// What an edit makes of a line that shows the value it is about: the part
/// that goes and the text that comes.
pub(crate) fn change<'a>(line: &str, edit: &'a Edit) -> Option<(Range<usize>, &'a str)> {
    match &edit.to {
        Some(to) => Some((edited(line, edit)?, to)),
        None => assignment(line).map(|_| (0..0, Edit::COMMENT)),
    }
}

/// The line without what stands behind its value.
pub(crate) fn without_comment(line: &str) -> &str {
    assignment(line).map_or(line, |assignment| &line[..assignment.value.end])
}

fn assignment(line: &str) -> Option<Assignment> {
    let start = line.len() - line.trim_start().len();
    let name_end = start + word(&line[start..]);
    let behind = line[name_end..].trim_start();
    let behind = behind.strip_prefix('=').unwrap_or(behind).trim_start();
    let value_start = line.len() - behind.len();
    let value_end = value_start + before_comment(behind).trim_end().len();
    let found = name_end > start && value_end > value_start;
    found.then_some(Assignment {
        name: start..name_end,
        value: value_start..value_end,
    })
}

fn word(text: &str) -> usize {
    text.find(|letter: char| letter.is_whitespace() || matches!(letter, '=' | '#'))
        .unwrap_or(text.len())
}

/// Both dialects begin a comment at `#` outside of quotes.
fn before_comment(text: &str) -> &str {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '#') => return &text[..at],
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None | Some(_), _) => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use plimsoll_model::{Edit, Place};

    use super::{edited, marked, without_comment};

    #[test]
    fn an_assignment_is_marked_without_its_comment() {
        let cases = [
            ("work_mem = 4MB # why", 1, "work_mem = 4MB"),
            ("  work_mem 4MB", 3, "work_mem 4MB"),
            ("a = 'x # y' # z", 1, "a = 'x # y'"),
            ("a = b c", 7, "c"),
            ("[client]", 1, "[client]"),
            ("skip-name-resolve", 1, "skip-name-resolve"),
            ("a = b # c", 7, "# c"),
            ("ü = ß", 2, "ü = ß"),
            ("a", 99, "a"),
            ("   ", 1, ""),
            ("", 1, ""),
        ];
        for (line, column, shown) in cases {
            let place = Place {
                file: String::new(),
                line: 1,
                column,
            };
            assert_eq!(&line[marked(line, &place)], shown, "{line} at {column}");
        }
    }

    #[test]
    fn only_the_value_that_stands_there_is_edited() {
        let edit = |from: &str| Edit {
            file: String::new(),
            line: 1,
            parameter: "a".to_owned(),
            from: from.to_owned(),
            to: Some("1".to_owned()),
        };
        assert_eq!(edited("a = '4MB' # b", &edit("4MB")), Some(5..8));
        assert_eq!(edited("a 4MB", &edit("4MB")), Some(2..5));
        assert_eq!(edited("a = 4096kB", &edit("4MB")), None);
        assert_eq!(edited("a", &edit("")), None);
        assert_eq!(without_comment("a = '4MB' # b"), "a = '4MB'");
        assert_eq!(without_comment("# b"), "# b");
    }
}
