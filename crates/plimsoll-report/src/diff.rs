//! What a file would be after its fixes, as a unified diff that `patch` takes.
//! A line that holds a secret is shown without it, so that `patch` would
//! refuse what stands around it.

use std::fmt::Write as _;

use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, ChangeTag, capture_diff_slices, group_diff_ops};

use crate::clean::steerless;
use crate::{Palette, redact};

/// Lines around a change, as `diff -u` shows them.
const CONTEXT_LINES: usize = 3;

/// A file before and after.
#[derive(Clone, Copy, Debug)]
pub struct Rewritten<'a> {
    /// The path as the user gave it.
    pub path: &'a str,
    /// Its bytes now.
    pub before: &'a [u8],
    /// Its bytes then.
    pub after: &'a [u8],
}

/// All files, in the order given; one that does not change is left out.
pub fn diff(files: &[Rewritten<'_>], palette: Palette) -> String {
    files.iter().map(|file| one(file, palette)).collect()
}

fn one(file: &Rewritten<'_>, palette: Palette) -> String {
    let lines = |bytes| <[u8]>::split_inclusive(bytes, |byte| *byte == b'\n').collect();
    let (before, after): (Vec<&[u8]>, Vec<&[u8]>) = (lines(file.before), lines(file.after));
    let changes = capture_diff_slices(Algorithm::Myers, &before, &after);
    let mut out = String::new();
    let path = steerless(file.path);
    for (number, hunk) in group_diff_ops(changes, CONTEXT_LINES).iter().enumerate() {
        if number == 0 {
            let head = palette.strong(&format!("--- {path}\n+++ {path}"));
            let _ = writeln!(out, "{head}");
        }
        let _ = writeln!(out, "{}", palette.faint(&header(hunk)));
        for change in hunk.iter().flat_map(|op| op.iter_changes(&before, &after)) {
            out.push_str(&line(change.tag(), change.value(), palette));
        }
    }
    out
}

fn header(hunk: &[similar::DiffOp]) -> String {
    UnifiedHunkHeader::new(hunk).to_string()
}

fn line(tag: ChangeTag, bytes: &[u8], palette: Palette) -> String {
    let text = String::from_utf8_lossy(bytes);
    let body = text.strip_suffix('\n').unwrap_or(&text);
    // Redacting may shorten a line's end.
    let ending = if body.ends_with('\r') { "\r" } else { "" };
    let shown = redact::line(body.strip_suffix('\r').unwrap_or(body));
    let shown = format!("{tag}{}{ending}", steerless(&shown));
    let shown = match tag {
        ChangeTag::Delete => palette.removed(&shown),
        ChangeTag::Insert => palette.added(&shown),
        ChangeTag::Equal => shown,
    };
    if text.ends_with('\n') {
        format!("{shown}\n")
    } else {
        format!("{shown}\n\\ No newline at end of file\n")
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::needless_raw_string_hashes,
        reason = "the hashes are expect-test's own"
    )]

    use super::{Rewritten, diff};
    use crate::Palette;
    use expect_test::expect;

    #[test]
    fn a_change_is_shown_with_what_stands_around_it() {
        let before = b"a = 1\nb = 2\nc = 3\nd = 4\r\ne = 5\npassword = hunter2\ng = \x1b[31m";
        let after =
            b"a = 1\nb = 2\nc = 3\nd = 9\r\ne = 5\npassword = hunter2\ng = \x1b[31m\nh = 1\n";
        let same = Rewritten {
            path: "same.conf",
            before,
            after: before,
        };
        let file = Rewritten {
            path: "my.cnf",
            before,
            after,
        };
        expect![[r#"
            --- my.cnf
            +++ my.cnf
            @@ -1,7 +1,8 @@
             a = 1
             b = 2
             c = 3
            -d = 4~
            +d = 9~
             e = 5
             password = [redacted]
            -g = \u{1b}[31m
            \ No newline at end of file
            +g = \u{1b}[31m
            +h = 1
        "#]]
        .assert_eq(&diff(&[same, file], Palette::Plain).replace('\r', "~"));
        assert!(diff(&[file], Palette::Ansi).contains("\x1b["));
    }
}
