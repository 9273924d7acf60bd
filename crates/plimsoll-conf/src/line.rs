//! Lines as both dialects have them: one that is added, one made a comment, one that
//! shows a default. Knows no dialect's values.

use plimsoll_model::Edit;

use crate::edit;

/// Whether a line is a comment that shows how `parameter` would be set.
pub(crate) fn is_commented_out(line: &[u8], parameter: &str) -> bool {
    let text = String::from_utf8_lossy(line);
    let Some(text) = text.trim_start().strip_prefix(['#', ';']) else {
        return false;
    };
    let text = text.trim_start_matches(['#', ';', ' ', '\t']);
    let Some((name, _)) = text.split_once('=') else {
        return false;
    };
    let name = name.trim_end().replace('-', "_");
    name.eq_ignore_ascii_case(parameter)
}

/// What ends the lines of a file.
pub(crate) fn line_ending(bytes: &[u8]) -> &'static [u8] {
    let first = bytes.iter().position(|byte| *byte == b'\n');
    match first {
        Some(at) if bytes[..at].ends_with(b"\r") => b"\r\n",
        Some(_) | None => b"\n",
    }
}

/// The edit that adds a line behind the byte at `at`, where a line ends or the
/// file does.
pub(crate) fn added(bytes: &[u8], at: usize, line: &[u8]) -> edit::Edit {
    let ending = line_ending(bytes);
    let open = at > 0 && bytes.get(at - 1) != Some(&b'\n');
    let before = if open { ending } else { b"" };
    edit::Edit {
        span: edit::Span::new(at, at),
        bytes: [before, line, ending].concat(),
    }
}

/// The edit that makes the line that begins at `at` a comment.
pub(crate) fn commented_out(at: usize) -> edit::Edit {
    edit::Edit {
        span: edit::Span::new(at, at),
        bytes: Edit::COMMENT.into(),
    }
}
