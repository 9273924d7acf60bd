//! What a finding looks like, in a narrow terminal and with hostile lines.

// The hashes are expect-test's own.
#![allow(clippy::needless_raw_string_hashes)]

use expect_test::expect;

use super::finding;
use crate::{Palette, Screen, sample};

const NARROW: Screen = Screen {
    palette: Palette::Plain,
    width: 60,
};

#[test]
fn a_finding_shows_its_line_what_it_rests_on_and_what_would_mend_it() {
    let target = sample::target();
    expect![[r#"
        critical[PG-MEM-001]: this server takes about 3.53 GB, and
                              it may have 2 GB
           ╭▸ conf/postgresql.conf:12:13
           │
        12 │ work_mem = '256MB' # too much
           │             ━━━━━
           │
           ╰ limit: 2 GB (--limit)
        help: this would mend it, and is a trade-off; it comes into
              force with a reload
           ╭╴
        12 - work_mem = '256MB'
        12 + work_mem = '16MB'
           ╰╴
    "#]]
    .assert_eq(&finding(&target.findings[0], &target, NARROW));
}

#[test]
fn a_hostile_line_steers_no_terminal_and_keeps_its_mark() {
    let target = sample::target();
    expect![[r#"
        warning[PG-READ-001]: cannot read `a | <b>\u{1b}[31m`,
                              100%:\nthe end
          ╭▸ conf/postgresql.conf:3:1
          │
        3 │ a | <b>`c` \u{1b}[31m,:%
          ╰╴━━━━━━━━━━━━━━━━━━━━━━━━
    "#]]
    .assert_eq(&finding(&target.findings[1], &target, NARROW));
}

#[test]
fn a_finding_without_a_place_has_its_message_alone() {
    let target = sample::target();
    expect![[r#"
        info[PG-READ-024]: 15 is judged as 15.0
    "#]]
    .assert_eq(&finding(&target.findings[2], &target, NARROW));
}

#[test]
fn a_long_line_is_cut_around_what_is_marked() {
    let mut target = sample::target();
    let comment = "y".repeat(3000);
    target.quotes[1].text = format!("work_mem = '256MB' # {comment}");
    let shown = finding(&target.findings[0], &target, NARROW);
    assert!(shown.contains("work_mem = '256MB' # y"), "{shown}");
    target.quotes[1].text = format!("work_mem = 'x{}'", "y".repeat(3000));
    let cut = finding(&target.findings[0], &target, NARROW);
    // Then no diff shows the fix, so words do.
    assert!(
        cut.contains("change: conf/postgresql.conf:12: work_mem"),
        "{cut}"
    );
    for line in shown.lines().chain(cut.lines()) {
        assert!(line.chars().count() <= NARROW.width, "{line}");
    }
}

#[test]
fn colours_are_escapes_around_the_same_text() {
    let target = sample::target();
    let plain = finding(&target.findings[1], &target, NARROW);
    let coloured = Screen {
        palette: Palette::Ansi,
        ..NARROW
    };
    let coloured = finding(&target.findings[1], &target, coloured);
    assert!(coloured.contains('\x1b'));
    let mut stripped = String::new();
    for (index, piece) in coloured.split("\x1b[").enumerate() {
        let text = if index == 0 {
            piece
        } else {
            piece.split_once('m').expect("an end").1
        };
        stripped.push_str(text);
    }
    assert_eq!(stripped, plain);
}
