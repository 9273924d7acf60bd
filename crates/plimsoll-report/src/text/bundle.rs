//! A bundle that was written: where, what is in it, what is not, what to do next.

use std::fmt::Write as _;

use plimsoll_model::{Bundle, Bytes};

use crate::clean::clean;

/// What a bundle at `path` holds, `bytes` long as it lies there.
pub fn bundle(path: &str, bytes: u64, bundle: &Bundle) -> String {
    let path = clean(path);
    let (from, to) = bundle.window;
    let mut text = format!(
        "{path}: {} files, {}, from {from:.0} to {to:.0}\n",
        bundle.files.len(),
        Bytes(bytes)
    );
    for file in &bundle.files {
        let redacted = match file.redactions {
            0 => String::new(),
            entries => format!(", {entries} redacted"),
        };
        let (name, from) = (clean(&file.name), clean(&file.from));
        let _ = writeln!(
            text,
            "  {name}  {}{redacted}  from {from}",
            Bytes(file.bytes)
        );
        for remark in &file.remarks {
            let _ = writeln!(text, "    {}", clean(remark));
        }
    }
    if !bundle.gaps.is_empty() {
        text.push_str("not there:\n");
    }
    for gap in &bundle.gaps {
        let _ = writeln!(text, "  {}: {}", clean(&gap.what), clean(&gap.why));
    }
    let _ = writeln!(text, "next: plimsoll diagnose --bundle {path}");
    text
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use plimsoll_model::{Bundle, BundleFile, BundleGap, BundleKind, BundleOf};

    #[test]
    fn what_is_there_and_what_is_not_is_said() {
        let at = |text: &str| text.parse().expect("a time");
        let bundle = Bundle {
            collected_at: at("2024-05-22T12:00:00Z"),
            of: BundleOf::Host,
            subject: "db1".to_owned(),
            window: (at("2024-05-22T10:00:00.25Z"), at("2024-05-22T12:00:00Z")),
            files: vec![BundleFile {
                name: "log/server.log".to_owned(),
                kind: BundleKind::Log,
                from: "/var/log/\u{1b}[31mserver.log".to_owned(),
                bytes: 2048,
                redactions: 7,
                remarks: vec!["cut".to_owned()],
            }],
            gaps: vec![BundleGap {
                what: "dmesg".to_owned(),
                why: "needs root".to_owned(),
            }],
        };
        expect![[r"
            db1.tar.gz: 1 files, 1 kB, from 2024-05-22T10:00:00Z to 2024-05-22T12:00:00Z
              log/server.log  2 kB, 7 redacted  from /var/log/\u{1b}[31mserver.log
                cut
            not there:
              dmesg: needs root
            next: plimsoll diagnose --bundle db1.tar.gz
        "]]
        .assert_eq(&super::bundle("db1.tar.gz", 1024, &bundle));
    }
}
