//! `cargo xtask tidy`: the house's rules that a program can check.
//!
//! Each check is one file: it reads the tree and gives back the places where a
//! rule is broken. All are shown at once.

mod arrows;
mod bans;
mod circles;
mod dependencies;
mod proofs;
mod shape;
mod tree;
mod words;

use tree::Tree;

/// A rule broken: where, which and what to do.
struct Breach(String);

/// A check: what it guards and the program that looks.
struct Check {
    guards: &'static str,
    look: fn(&Tree) -> Vec<Breach>,
}

const CHECKS: &[Check] = &[
    Check {
        guards: "arrows between crates",
        look: arrows::look,
    },
    Check {
        guards: "arrows between a crate's modules",
        look: circles::look,
    },
    Check {
        guards: "no IO, clock or talk in the pure ring",
        look: bans::look,
    },
    Check {
        guards: "a reason for every dependency",
        look: dependencies::look,
    },
    Check {
        guards: "a purpose on every module, files and functions of a readable size",
        look: shape::look,
    },
    Check {
        guards: "no machine's paths, no registry's host",
        look: words::look,
    },
];

/// Runs every check and fails with all that they found.
pub(crate) fn run(_arguments: &[String]) -> Result<(), String> {
    let tree = Tree::read()?;
    let mut breaches = Vec::new();
    for check in CHECKS {
        let found = (check.look)(&tree);
        let state = if found.is_empty() { "ok" } else { "broken" };
        eprintln!("tidy: {}: {state}", check.guards);
        breaches.extend(found);
    }
    if let Err(why) = crate::catalogue::generate(&["--check".to_owned()]) {
        breaches.push(Breach(why));
    }
    for line in proofs::stale()? {
        eprintln!("tidy: stale proof: {line}");
    }
    if breaches.is_empty() {
        return Ok(());
    }
    let lines: Vec<&str> = breaches.iter().map(|breach| breach.0.as_str()).collect();
    Err(format!(
        "{} rules broken\n  {}",
        lines.len(),
        lines.join("\n  ")
    ))
}
