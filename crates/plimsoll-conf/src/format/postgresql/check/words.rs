//! Lists of names, and lists that take certain words only.

use super::name::{NAME_MAX, cut};
use crate::format::postgresql::list::split;
use crate::format::postgresql::refusal::Refusal;

/// A parameter that is a list, how it is split, and the words it takes since
/// which version; no words: any name.
struct List {
    name: &'static str,
    fold: bool,
    words: &'static [(&'static str, u16)],
}

/// Resource managers whose WAL can be checked (`rmgrlist.h`: those with a
/// mask), and all of them.
const RESOURCE_MANAGERS: &[(&str, u16)] = &[
    ("all", 0),
    ("heap2", 0),
    ("heap", 0),
    ("btree", 0),
    ("hash", 0),
    ("gin", 0),
    ("gist", 0),
    ("sequence", 0),
    ("spgist", 0),
    ("brin", 0),
    ("generic", 0),
];

const LISTS: &[List] = &[
    List {
        name: "createrole_self_grant",
        fold: true,
        words: &[("set", 0), ("inherit", 0)],
    },
    List {
        name: "debug_io_direct",
        fold: false,
        words: &[("data", 0), ("wal", 0), ("wal_init", 0)],
    },
    List {
        name: "listen_addresses",
        fold: false,
        words: &[],
    },
    List {
        name: "log_destination",
        fold: true,
        words: &[("stderr", 0), ("csvlog", 0), ("jsonlog", 15), ("syslog", 0)],
    },
    List {
        name: "restrict_nonsystem_relation_kind",
        fold: true,
        words: &[("view", 0), ("foreign-table", 0)],
    },
    List {
        name: "search_path",
        fold: true,
        words: &[],
    },
    List {
        name: "temp_tablespaces",
        fold: true,
        words: &[],
    },
    List {
        name: "unix_socket_directories",
        fold: false,
        words: &[],
    },
    List {
        name: "wal_consistency_checking",
        fold: true,
        words: RESOURCE_MANAGERS,
    },
];

/// Whether a server of that major version takes this list; any text for a
/// parameter that is none.
pub(super) fn list(name: &str, major: u16, text: &[u8]) -> Result<(), Refusal> {
    let Some(list) = LISTS.iter().find(|list| list.name == name) else {
        return Ok(());
    };
    let names = names(text, list.fold)?;
    if list.words.is_empty() {
        return Ok(());
    }
    let known = list.words.iter().filter(|(_, since)| *since <= major);
    let known: Vec<&str> = known.map(|(word, _)| *word).collect();
    let is_known = |name: &Vec<u8>| {
        known
            .iter()
            .any(|k| k.as_bytes().eq_ignore_ascii_case(name))
    };
    if names.iter().all(is_known) {
        Ok(())
    } else {
        Err(Refusal::bad(format!("takes {} only", known.join(", "))))
    }
}

/// `log_connections` since 18: a switch word alone, or stages.
pub(super) fn log_connections(text: &[u8]) -> Result<(), Refusal> {
    const SWITCH: [&str; 8] = ["off", "false", "no", "0", "on", "true", "yes", "1"];
    const STAGES: [&str; 5] = [
        "receipt",
        "authentication",
        "authorization",
        "setup_durations",
        "all",
    ];
    let names = names(text, true)?;
    let among = |words: &[&str], name: &Vec<u8>| {
        words
            .iter()
            .any(|word| word.as_bytes().eq_ignore_ascii_case(name))
    };
    let switch = matches!(names.as_slice(), [one] if among(&SWITCH, one));
    if switch || names.iter().all(|name| among(&STAGES, name)) {
        return Ok(());
    }
    Err(Refusal::bad(format!(
        "takes on or off, or some of {}",
        STAGES.join(", ")
    )))
}

/// The name of a replication slot.
pub(super) fn slot_name(text: &[u8]) -> Result<(), Refusal> {
    let allowed = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
    if text.is_empty() || text.len() > NAME_MAX || !text.iter().all(allowed) {
        return Err(Refusal::bad(
            "is no name of a slot: 1 to 63 of a-z, 0-9 and _",
        ));
    }
    Ok(())
}

/// Names of replication slots.
pub(super) fn slot_names(text: &[u8]) -> Result<(), Refusal> {
    let names = names(text, true)?;
    // Longer names are cut before they are looked at.
    names.iter().try_for_each(|name| slot_name(cut(name)))
}

/// Names of C functions with commas between.
pub(super) fn function_names(text: &[u8]) -> Result<(), Refusal> {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"_, \n\t".contains(byte);
    if text.iter().all(allowed) {
        Ok(())
    } else {
        Err(Refusal::bad(
            "takes names of C functions with commas between",
        ))
    }
}

fn names(text: &[u8], fold: bool) -> Result<Vec<Vec<u8>>, Refusal> {
    split(text, fold).ok_or_else(|| Refusal::bad("is not a list of names with commas between"))
}
