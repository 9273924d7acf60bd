use super::{Content, Document};
use crate::edit::apply;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};

/// The assignments of a file as `name=value`, `!` for a line that is none.
fn read(text: &[u8]) -> Vec<String> {
    let document = Document::parse(text);
    let lines = document.lines().iter();
    let said = lines.filter_map(|line| match line.content {
        Content::Blank => None,
        Content::Assignment(found) => Some(format!(
            "{}={}",
            String::from_utf8_lossy(found.name.of(document.bytes())),
            String::from_utf8_lossy(&document.value(&found))
        )),
        Content::Malformed(bad) => Some(format!(
            "!{}",
            String::from_utf8_lossy(bad.at.of(document.bytes()))
        )),
    });
    said.collect()
}

#[test]
fn lines_read_as_the_server_reads_them() {
    let cases: &[(&str, &[&str])] = &[
        ("a = 1\nb 2\nc=3", &["a=1", "b=2", "c=3"]),
        ("a = 'x' # y\r\n# z\r\n", &["a=x"]),
        ("a == 1", &["!="]),
        ("a =", &["!"]),
        ("a", &["!"]),
        ("a = b.c", &["!b.c"]),
        ("a = b.c.d", &["a=b.c.d"]),
        ("a = 1 2", &["!2"]),
        ("a = 1.5MB", &["!MB"]),
        ("a = 4 MB", &["!MB"]),
        ("a = '4 MB'", &["a=4 MB"]),
        ("a = 'no end", &["!'"]),
        ("= 1", &["!="]),
        ("1 = 1", &["!1"]),
        ("a.b = on", &["a.b=on"]),
        ("a.b.c = on", &["!a.b.c"]),
        ("\u{feff}a = 1", &["\u{feff}a=1"]),
        ("\u{feff}# a", &["!"]),
        ("a = -1 #\n\n\n", &["a=-1"]),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text.as_bytes()), *expected, "{text:?}");
    }
}

#[test]
fn an_edit_touches_its_value_alone() {
    let cases = [
        // (file, name, value, file after)
        ("a = 1 # why\nb = 2\n", "a", "3", "a = 3 # why\nb = 2\n"),
        ("a = '1'\n", "A", "3", "a = '3'\n"),
        ("a = 1\na = 2\n", "a", "3", "a = 1\na = 3\n"),
        ("a 1", "a", "it's", "a 'it''s'"),
        ("a = 1", "b", "2", "a = 1\nb = 2\n"),
        ("a = 1\r\n", "b", "64 MB", "a = 1\r\nb = '64 MB'\r\n"),
        ("", "b", "2", "b = 2\n"),
        ("#a = 1\n", "a", "2", "#a = 1\na = 2\n"),
    ];
    for (before, name, value, after) in cases {
        let document = Document::parse(before.as_bytes());
        let edit = document.set(name, value.as_bytes());
        let edited = apply(before.as_bytes(), &[edit]);
        assert_eq!(String::from_utf8_lossy(&edited), after, "{before:?}");
    }
}

/// Bytes that meet the scanner's corners more often than chance would.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(vec![
            &b"work_mem"[..],
            b"a.b",
            b"=",
            b" ",
            b"'",
            b"''",
            b"\\",
            b"\n",
            b"\r\n",
            b"#",
            b"64MB",
            b"0x1F",
            b"1.5",
            b"\0",
            b"\xef\xbb\xbf",
            b"include",
        ])
        .prop_map(<[u8]>::to_vec),
        Just(b"shared_buffers = '1GB'\n".to_vec()),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printing_gives_back_every_byte(bytes in bytes()) {
        let document = Document::parse(bytes.clone());
        assert_eq!(document.print(), bytes);
        let mut end = 0;
        for line in document.lines() {
            assert_eq!(line.span.start, end);
            end = line.span.end;
        }
    }

    #[test]
    fn what_is_set_is_what_is_read(bytes in bytes(), value in "[ -~\n]{0,12}") {
        let edit = Document::parse(bytes.clone()).set("work_mem", value.as_bytes());
        let span = edit.span;
        let edited = apply(&bytes, &[edit]);
        assert_eq!(&edited[..span.start], &bytes[..span.start]);
        assert!(edited.ends_with(&bytes[span.end..]));
        let document = Document::parse(edited);
        let last = document.lines().iter().rev().find_map(|line| match line.content {
            Content::Assignment(found)
                if found.name.of(document.bytes()).eq_ignore_ascii_case(b"work_mem") => Some(found),
            _ => None,
        });
        assert_eq!(document.value(&last.expect("set")), value.as_bytes());
    }
}
