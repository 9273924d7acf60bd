//! The shape of a file: it opens with what it is for, and neither it nor its
//! functions are longer than a reader holds in mind.

use super::{
    Breach,
    tree::{Text, Tree},
};

const FILE_LINES_MAX: usize = 800;
const FUNCTION_LINES_MAX: usize = 70;

/// Reads every source that a person wrote.
pub(super) fn look(tree: &Tree) -> Vec<Breach> {
    tree.sources().flat_map(breaches).collect()
}

fn breaches(file: &Text) -> Vec<Breach> {
    let mut found = Vec::new();
    let first = file.content.lines().next().unwrap_or("");
    // A fuzz target opens with the attribute that takes its main function away.
    let opens = first.starts_with("//!") || first.starts_with("#![no_main]");
    if !opens && !file.test {
        found.push(Breach(format!(
            "{}:1: no `//!` that says what the module is for",
            file.path
        )));
    }
    let lines = file.production_lines().count();
    if lines > FILE_LINES_MAX {
        found.push(Breach(format!(
            "{}: {lines} lines, at most {FILE_LINES_MAX}: split what it knows",
            file.path
        )));
    }
    if !file.test {
        found.extend(long_functions(file));
    }
    found
}

/// Functions as rustfmt lays them out: from `fn` to the `}` at the same indent.
fn long_functions(file: &Text) -> Vec<Breach> {
    let mut open: Option<(usize, usize)> = None;
    let mut found = Vec::new();
    for (number, line) in file.production_lines() {
        let indent = line.len() - line.trim_start().len();
        let code = line.trim_start();
        match open {
            None if is_function(code) && !code.ends_with('}') => open = Some((number, indent)),
            Some((start, at)) if indent == at && (code == "}" || code.ends_with(';')) => {
                let length = number - start + 1;
                if length > FUNCTION_LINES_MAX {
                    found.push(Breach(format!(
                        "{}:{start}: a function of {length} lines, at most {FUNCTION_LINES_MAX}",
                        file.path
                    )));
                }
                open = None;
            }
            None | Some(_) => {}
        }
    }
    found
}

fn is_function(code: &str) -> bool {
    [
        "fn ",
        "pub fn ",
        "pub(crate) fn ",
        "pub(super) fn ",
        "const fn ",
        "pub const fn ",
        "async fn ",
        "pub async fn ",
        "pub(crate) async fn ",
        "pub(super) async fn ",
    ]
    .iter()
    .any(|start| code.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{Text, breaches};

    #[test]
    fn a_long_function_and_a_missing_purpose_are_found() {
        let body = "    let x = 1;\n".repeat(80);
        let file = Text {
            path: "a.rs".to_owned(),
            content: format!("use b;\nfn short() {{\n    1\n}}\nfn long() {{\n{body}}}\n"),
            test: false,
        };
        let found: Vec<String> = breaches(&file).into_iter().map(|breach| breach.0).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[1].starts_with("a.rs:5: a function of 82 lines"),
            "{found:?}"
        );
    }
}
