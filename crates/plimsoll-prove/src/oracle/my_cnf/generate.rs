//! Option files by dice: mostly what people write, and every oddity of the
//! format now and then.

use std::path::Path;

use super::super::dice::Dice;

/// A generated configuration.
pub(crate) struct Written {
    /// The main file.
    pub(super) main: Vec<u8>,
    /// Included files by name.
    pub(super) included: Vec<(String, Vec<u8>)>,
}

impl Written {
    /// As a person would look at it.
    pub(super) fn text(&self) -> String {
        let mut text = String::from_utf8_lossy(&self.main).into_owned();
        for (name, bytes) in &self.included {
            text.push_str("\n--- conf.d/");
            text.push_str(name);
            text.push('\n');
            text.push_str(&String::from_utf8_lossy(bytes));
        }
        text
    }
}

const GROUPS: &[&str] = &[
    "[mysqld]",
    "[mysqld]",
    "[mysqld]",
    "[server]",
    "[mariadb]",
    "[mariadbd]",
    "[MySQLd]",
    "[client]",
    "[mysql]",
    "[galera]",
    "[mysqld ]",
    "[ mysqld]",
    "[mysqld] # c",
    "[mysqld_safe]",
    "[mysqld-10.11]",
    "[mariadb-11.8]",
    "[mysqld-9.7]",
    "[mariadb-11]",
    "[client-server]",
    "[]",
    "  [mysqld]",
    "[mysqld]]",
    "[mysql_cluster]",
    "[mysqldump]",
    "[mysqld",
];
const NAMES: &[&str] = &[
    "sort_buffer_size",
    "a",
    "sort-buffer-size",
    "loose-x",
    "skip-x",
    "key.key_buffer_size",
    "a b",
    "--x",
    "x.y",
    "\u{e9}",
    "max_allowed_packet",
];
const VALUES: &[&[u8]] = &[
    b"",
    b"1",
    b" 64M ",
    b"\"a b\"",
    b"'a b'",
    b"\"a\\\"b\"",
    b"'it\\'s'",
    b"a#b",
    b"a #b",
    b"\"a#b\"",
    b"'a#b' # c",
    b"a\\sb\\tc\\nd\\\\e\\qf",
    b"\\",
    b"a\\",
    b"\"",
    b"'",
    b"\"a'",
    b"it's # x",
    b"\"a\\\\\"",
    b"a=b",
    b"a = b # c",
    b"C:\\new\\bin",
    b"\xff\xfe",
    b"\xa0x\xa0",
    b"x\x0b",
    b";x",
    b"\"\"",
    b"''",
    b"\"a\" \"b\"",
    b"[x]",
    b"!include x",
    b"a\\'#b",
    b"\"a\\'#b\"",
    b"1.5G",
];
const INCLUDED: &[&str] = &[
    "a.cnf", "b.cnf", "10.cnf", "9.cnf", ".h.cnf", "x.ini", "y.CNF", "z.conf", "a.b.cnf",
];

/// A configuration whose reading is full of oddities; the options need not
/// exist. No name is empty: for one, the servers' readers run past the start of
/// their buffer, and what comes of it is not defined.
pub(crate) fn oddities(dice: &mut Dice, includes: &Path) -> Written {
    let files = dice.below(3);
    let mut included: Vec<(String, Vec<u8>)> = Vec::new();
    for _ in 0..files {
        let name = dice.word(INCLUDED).to_owned();
        let body = odd_file(dice, None);
        included.retain(|(other, _)| *other != name);
        included.push((name, body));
    }
    Written {
        main: odd_file(dice, Some(includes)),
        included,
    }
}

fn odd_file(dice: &mut Dice, includes: Option<&Path>) -> Vec<u8> {
    let mut out = Vec::new();
    if dice.one_in(60) {
        out.extend_from_slice(b"\xEF\xBB\xBF");
    }
    if !dice.one_in(12) {
        out.extend_from_slice(b"[mysqld]\n");
    }
    for _ in 0..dice.below(14) {
        line(dice, includes, &mut out);
        let end: &[u8] = if dice.one_in(12) { b"\r\n" } else { b"\n" };
        out.extend_from_slice(end);
    }
    if dice.one_in(6) {
        line(dice, includes, &mut out);
    }
    out
}

fn line(dice: &mut Dice, includes: Option<&Path>, out: &mut Vec<u8>) {
    let blank = dice.word(&["", "", "", " ", "\t", "   ", "\u{a0}"]);
    // The no-break space as one latin1 byte.
    out.extend(blank.chars().map(|c| c as u8));
    match dice.below(16) {
        0 => {}
        1 => out.extend_from_slice(b"# comment = 1"),
        2 => out.extend_from_slice(b"; comment"),
        3 | 4 => out.extend_from_slice(dice.word(GROUPS).as_bytes()),
        5 => directive(dice, includes, out),
        6 if dice.one_in(12) => long(dice, out),
        _ => option(dice, out),
    }
}

fn option(dice: &mut Dice, out: &mut Vec<u8>) {
    out.extend_from_slice(dice.word(NAMES).as_bytes());
    if dice.one_in(6) {
        return;
    }
    out.extend_from_slice(dice.word(&["=", " = ", "=", " =", "= ", " "]).as_bytes());
    if let Some(value) = dice.pick(VALUES) {
        out.extend_from_slice(value);
    }
    out.extend_from_slice(dice.word(&["", "", "", " ", " # c", "#c", "\t"]).as_bytes());
}

/// A line around the size of the readers' buffer.
fn long(dice: &mut Dice, out: &mut Vec<u8>) {
    let start = dice.word(&["x=", "#", "", "x = \""]);
    out.extend_from_slice(start.as_bytes());
    out.extend(std::iter::repeat_n(b'y', 4050 + dice.below(60)));
    out.extend_from_slice(
        dice.word(&["=1", " z=2", "#c", "\"", " [mysqld]"])
            .as_bytes(),
    );
}

fn directive(dice: &mut Dice, includes: Option<&Path>, out: &mut Vec<u8>) {
    let Some(includes) = includes else {
        out.extend_from_slice(b"!bogus x");
        return;
    };
    let folder = includes.display();
    let file = dice.word(INCLUDED);
    let text = match dice.below(12) {
        0 | 1 => format!("!includedir {folder}"),
        2 => format!("!includedir {folder}/"),
        3 | 4 => format!("!include {folder}/{file}"),
        5 => format!("! include  {folder}/{file} "),
        6 => format!("!include {folder}/{file} # c"),
        7 => format!("!include {folder}/none.cnf"),
        8 => "!includedir".to_owned(),
        9 => format!("!includedir {folder}/none"),
        10 => format!("!Include {folder}/{file}"),
        _ => format!("!include \"{folder}/{file}\""),
    };
    out.extend_from_slice(text.as_bytes());
}
