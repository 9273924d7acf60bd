//! Modules of a crate know each other one way: what stands directly below `src` imports in no
//! circle. Deeper modules are their parent's own affair.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Breach,
    tree::{Text, Tree},
};

/// Which modules each module imports from.
type Imports<'t> = BTreeMap<&'t str, BTreeSet<&'t str>>;

/// Reads every source of every crate and reports what imports what it is imported by.
pub(super) fn look(tree: &Tree) -> Vec<Breach> {
    let mut crates: BTreeMap<&str, Imports<'_>> = BTreeMap::new();
    for file in tree.sources().filter(|file| !file.test) {
        if let Some((name, module)) = module(file) {
            let imports = crates.entry(name).or_default();
            imports.entry(module).or_default().extend(imported(file));
        }
    }
    crates
        .iter()
        .flat_map(|(name, imports)| breaches(name, imports))
        .collect()
}

/// The crate and its module below `src` that a file belongs to; none for `lib.rs` and `main.rs`,
/// which list the modules.
fn module(file: &Text) -> Option<(&str, &str)> {
    let name = file.crate_name()?;
    let inside = file.path.split_once("/src/")?.1;
    let module = inside.split('/').next()?.trim_end_matches(".rs");
    (!matches!(module, "lib" | "main")).then_some((name, module))
}

/// The names behind `crate::` in a file, those of a list among them.
fn imported(file: &Text) -> BTreeSet<&str> {
    let lines = file.production_lines().map(|(_, line)| line);
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    let mut names = BTreeSet::new();
    let mut is_list = false;
    for line in code {
        if is_list {
            names.extend(line.split(',').map(first_word));
            is_list = !line.trim_start().starts_with('}');
        }
        for rest in line.split("crate::").skip(1) {
            match rest.strip_prefix('{') {
                None if line.contains("pub(in crate::") => {}
                None => {
                    names.insert(first_word(rest));
                }
                Some(list) => {
                    names.extend(list.split(',').map(first_word));
                    is_list = !list.contains('}');
                }
            }
        }
    }
    names
}

/// An identifier at the beginning of a text.
fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c| !is_part(c)).next().unwrap_or_default()
}

fn breaches(name: &str, imports: &Imports<'_>) -> Vec<Breach> {
    let of = |from: &str, to: &str| imports.get(from).is_some_and(|it| it.contains(to));
    let mut found = Vec::new();
    for (&module, direct) in imports {
        let others = direct.iter().filter(|it| **it != module);
        for &other in others.filter(|it| reaches(imports, it, module)) {
            let how = if of(other, module) {
                ""
            } else {
                ", over others"
            };
            found.push(Breach(format!(
                "{name}: `{module}` imports from `{other}`, which imports from it{how}: give what both need a module of its own"
            )));
        }
    }
    found
}

/// Whether one module imports from another, itself or over others.
fn reaches(imports: &Imports<'_>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(module) = open.pop() {
        let Some(next) = imports.get(module).filter(|_| seen.insert(module)) else {
            continue;
        };
        if next.contains(to) {
            return true;
        }
        open.extend(next);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Text, Tree, look};

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files = files.iter().map(|(path, content)| Text {
            path: format!("crates/a/src/{path}"),
            content: (*content).to_owned(),
            test: false,
        });
        let tree = Tree {
            files: files.collect(),
        };
        look(&tree).into_iter().map(|breach| breach.0).collect()
    }

    #[test]
    fn a_circle_is_found_over_folders_lists_and_other_modules() {
        let direct = found(&[
            ("one/deep.rs", "use crate::two::Two;\n"),
            ("two.rs", "use crate::{three::Three, one};\n"),
            ("three.rs", "//! crate::one is below.\nfn three() {}\n"),
        ]);
        assert_eq!(direct.len(), 2, "{direct:?}");
        assert!(direct[0].starts_with("a: `one` imports from `two`, which imports from it:"));
        let over = found(&[
            ("one.rs", "use crate::{\n    two::Two,\n};\n"),
            ("two.rs", "fn f() -> crate::three::Three;\n"),
            ("three.rs", "use crate::one;\n"),
        ]);
        assert_eq!(over.len(), 3, "{over:?}");
    }

    #[test]
    fn arrows_one_way_a_modules_own_names_and_tests_are_none() {
        let fine = found(&[
            ("one.rs", "use crate::two;\npub(in crate::one) fn f() {}\n"),
            ("two/x.rs", "use crate::two::y;\n"),
            (
                "two.rs",
                "#[cfg(test)]\nmod tests {\n    use crate::one;\n}\n",
            ),
            ("lib.rs", "use crate::one;\nuse crate::two;\n"),
        ]);
        assert_eq!(fine, Vec::<String>::new());
    }
}
