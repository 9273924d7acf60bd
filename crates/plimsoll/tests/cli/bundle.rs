//! `plimsoll diagnose --bundle` on bundles that nobody should have made: nothing is
//! written, nothing is followed, and what is wrong is said in a line.

use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use crate::run::{Place, Said};

const LOG: &str = "2024-05-22 10:31:07.482 UTC [1] LOG:  server process (PID 214) was terminated by signal 9: Killed\n\
    2024-05-22 10:31:07.483 UTC [1] LOG:  terminating any other active server processes\n";

/// A manifest that names these files as logs.
fn manifest(names: &[&str]) -> String {
    let files = names.iter().map(|name| {
        format!(r#"{{"name": {name:?}, "kind": "log", "from": "x", "bytes": 1, "redactions": 0, "remarks": []}}"#)
    });
    let files: Vec<String> = files.collect();
    format!(
        r#"{{"schema": "plimsoll.bundle/1", "collected_at": "2024-05-22T12:00:00Z", "of": "host", "subject": "db1",
        "window": {{"from": "2024-05-22T10:00:00Z", "to": "2024-05-22T12:00:00Z"}}, "files": [{}], "gaps": [{{"what": "dmesg\u001b[31m", "why": "needs root"}}]}}"#,
        files.join(",")
    )
}

struct Tar(Builder<GzEncoder<Vec<u8>>>);

impl Tar {
    fn new() -> Self {
        Self(Builder::new(GzEncoder::new(
            Vec::new(),
            Compression::fast(),
        )))
    }

    /// An entry as it is, whatever its name leads to.
    fn entry(mut self, kind: EntryType, name: &str, size: u64, bytes: &[u8]) -> Self {
        let mut header = Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(kind);
        header.set_link_name("/etc/passwd").unwrap();
        header.set_size(size);
        header.set_cksum();
        let out = self.0.get_mut();
        out.write_all(header.as_bytes()).unwrap();
        out.write_all(bytes).unwrap();
        let rest = (512 - bytes.len() % 512) % 512;
        out.write_all(&vec![0; rest]).unwrap();
        self
    }

    fn file(self, name: &str, text: &str) -> Self {
        self.entry(EntryType::Regular, name, text.len() as u64, text.as_bytes())
    }

    fn diagnosed(self) -> (Place, Said) {
        let bytes = self.0.into_inner().unwrap().finish().unwrap();
        let place = Place::with(&[]);
        place.write("b.tar.gz", &bytes);
        let said = place.run("diagnose --bundle b.tar.gz");
        let names: Vec<_> = fs::read_dir(place.path(".")).unwrap().collect();
        assert_eq!(names.len(), 1, "{names:?}");
        (place, said)
    }
}

#[test]
fn names_and_links_that_lead_elsewhere_lead_nowhere() {
    let names = [
        "../../evil.log",
        "/etc/cron.d/evil",
        "link",
        "log/server.log",
        "hard",
    ];
    let (_, said) = Tar::new()
        .file("manifest.json", &manifest(&names))
        .file("../../evil.log", LOG)
        .file("/etc/cron.d/evil", LOG)
        .entry(EntryType::Symlink, "link", 0, b"")
        .entry(EntryType::Link, "hard", 0, b"")
        .entry(EntryType::GNULongName, "././@LongLink", 9, b"/etc/evil")
        .entry(EntryType::Char, "log/device", 0, b"")
        .file("log/server.log", LOG)
        .file("log/unnamed.log", LOG)
        .diagnosed();
    assert!(!fs::exists("/etc/cron.d/evil").unwrap());
    assert!(
        said.out.starts_with("died-without-reason") || said.out.contains("killed-by-hand"),
        "{said:?}"
    );
    assert!(
        !said.out.contains("unnamed.log") && !said.out.contains("root:"),
        "{said:?}"
    );
    // Two that it names are links.
    assert!(
        said.err
            .contains("2 files that its manifest names are not in it"),
        "{said:?}"
    );
    assert!(
        said.err
            .contains("dmesg\u{fffd}[31m was not gathered on db1: needs root"),
        "{said:?}"
    );
    assert_eq!(said.code, 2);
}

#[test]
fn what_is_no_bundle_is_said_to_be_none() {
    let cases = [
        (Tar::new(), "it is empty"),
        (
            Tar::new().file("log/server.log", LOG),
            "its first entry is not manifest.json",
        ),
        (
            Tar::new().entry(EntryType::Symlink, "manifest.json", 0, b""),
            "its first entry is not manifest.json",
        ),
        (
            Tar::new().file("manifest.json", "{}"),
            "its manifest cannot be read",
        ),
        (
            Tar::new().file("manifest.json", "{\"schema\": \"plimsoll.bundle/9\"}"),
            "its manifest cannot be read",
        ),
        (
            Tar::new().entry(EntryType::Regular, "manifest.json", u64::MAX >> 8, b"{"),
            "its manifest cannot be read",
        ),
    ];
    for (tar, why) in cases {
        let (_, said) = tar.diagnosed();
        assert!(said.err.contains(why), "{why}: {said:?}");
        assert_eq!(
            (said.code, said.err.lines().count(), said.out.as_str()),
            (2, 1, ""),
            "{said:?}"
        );
    }
}

#[test]
fn one_that_was_cut_gives_what_it_has() {
    let whole = Tar::new()
        .file("manifest.json", &manifest(&["log/server.log", "log/b.log"]))
        .file("log/server.log", LOG)
        .entry(EntryType::Regular, "log/b.log", 1 << 40, LOG.as_bytes());
    let (_, said) = whole.diagnosed();
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.out.contains("server.log:1"), "{said:?}");
    assert!(said.err.contains("it ends in the middle"), "{said:?}");
}

#[test]
fn configurations_without_end_are_not_held() {
    let names: Vec<String> = (0..40).map(|nth| format!("config/{nth}.conf")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let manifest = manifest(&names).replace(r#""kind": "log""#, r#""kind": "config""#);
    let manifest = manifest.replace(
        r#""files": ["#,
        r#""files": [{"name": "log/server.log", "kind": "log", "from": "x", "bytes": 1, "redactions": 0, "remarks": []},"#,
    );
    let megabyte = "# x\n".repeat(1 << 18);
    let tar = Tar::new()
        .file("manifest.json", &manifest)
        .file("log/server.log", LOG);
    let tar = names
        .iter()
        .fold(tar, |tar, name| tar.file(name, &megabyte));
    let (_, said) = tar.diagnosed();
    assert!(said.out.contains("server.log:1"), "{said:?}");
    let told = "8 files of its configurations and figures were not read: 32 MiB are";
    assert!(said.err.contains(told), "{said:?}");
}

/// The outage of the example as a bundle of its machine.
fn of_the_example() -> Tar {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/2024-05-22");
    let text = |name: &str| fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let files = [
        ("log/server.log", "log", "/var/log/postgresql/server.log"),
        ("kernel/kernel.log", "kernel", "journalctl -k"),
        (
            "config/postgresql.conf",
            "config",
            "/etc/postgresql/16/main/postgresql.conf",
        ),
    ];
    let entries = files.map(|(name, kind, from)| {
        format!(r#"{{"name": {name:?}, "kind": {kind:?}, "from": {from:?}, "bytes": 1, "redactions": 0, "remarks": []}}"#)
    });
    let manifest = manifest(&[]).replace(
        r#""files": []"#,
        &format!(r#""files": [{}]"#, entries.join(",")),
    );
    let tar = Tar::new().file("manifest.json", &manifest);
    files.iter().fold(tar, |tar, (name, ..)| {
        let file = name.rsplit('/').next().unwrap();
        tar.file(name, &text(file))
    })
}

#[test]
fn the_configuration_of_a_bundle_is_evidence_by_its_path_there() {
    let (place, said) = of_the_example().diagnosed();
    let own = "/etc/postgresql/16/main/postgresql.conf:";
    assert!(said.out.contains("work_mem"), "{}", said.out);
    assert!(said.out.contains(own), "{}", said.out);
    // What is given by hand beats it.
    place.write("postgresql.conf", b"work_mem = 4MB\n");
    let said = place.run("diagnose --bundle b.tar.gz --config postgresql.conf");
    assert!(!said.out.contains(own), "{}", said.out);
}
