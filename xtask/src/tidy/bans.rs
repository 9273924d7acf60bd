//! What the pure ring must not do: touch files, sockets, clocks, the
//! environment or the terminal, or be asynchronous.

use super::{
    Breach,
    tree::{Text, Tree},
};

const PURE: &[&str] = &[
    "plimsoll-model",
    "plimsoll-conf",
    "plimsoll-bill",
    "plimsoll-diagnose",
    "plimsoll-lint",
    "plimsoll-report",
    "plimsoll-watch",
];

const BANNED: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::io::std",
    "SystemTime",
    "Instant::now",
    "println!",
    "print!",
    "async fn",
    "tokio",
];

/// Reads the pure crates' production code, line by line.
pub(super) fn look(tree: &Tree) -> Vec<Breach> {
    tree.sources()
        .filter(|file| !file.test)
        .filter(|file| file.crate_name().is_some_and(|name| PURE.contains(&name)))
        .flat_map(breaches)
        .collect()
}

fn breaches(file: &Text) -> Vec<Breach> {
    file.production_lines()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .flat_map(|(number, line)| {
            BANNED
                .iter()
                .filter(move |banned| line.contains(**banned))
                .map(move |banned| {
                    Breach(format!(
                        "{}:{number}: {banned} in a pure crate; let the caller do it and pass the result in",
                        file.path
                    ))
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Text, breaches};

    #[test]
    fn io_is_found_in_code_and_not_in_comments_or_tests() {
        let file = Text {
            path: "crates/plimsoll-conf/src/a.rs".to_owned(),
            content: "// std::fs is banned\nlet x = std::fs::read(p);\n#[cfg(test)]\nmod tests { use std::fs; }\n"
                .to_owned(),
            test: false,
        };
        let found = breaches(&file);
        assert_eq!(found.len(), 1);
        assert!(found[0].0.starts_with("crates/plimsoll-conf/src/a.rs:2: "));
    }
}
