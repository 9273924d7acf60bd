//! The rules' pages in the book are the registry's, word for word.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_lint::Rule;
use plimsoll_lint::registry::{AREAS, Area, rules};

/// Set to write the pages instead of comparing them.
const UPDATE: &str = "UPDATE_EXPECT";

#[test]
fn the_pages_of_the_book_are_the_registrys() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
    let pages = pages();
    if std::env::var_os(UPDATE).is_some() {
        write(&folder, &pages);
    }
    let mut there: Vec<String> = fs::read_dir(&folder)
        .expect("docs/rules is there")
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    there.sort();
    let wanted: Vec<&String> = pages.keys().collect();
    assert_eq!(there.iter().collect::<Vec<_>>(), wanted, "{}", mend());
    for (name, page) in &pages {
        let written = fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(&written, page, "{name}: {}", mend());
    }
}

fn mend() -> String {
    format!("write them again: {UPDATE}=1 cargo test -p plimsoll rule_pages")
}

/// Every page by the name of its file.
fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> = rules()
        .flat_map(|rule| {
            rule.codes()
                .map(|code| (format!("{code}.md"), page(rule, code)))
        })
        .collect();
    pages.insert("README.md".to_owned(), index());
    pages
}

fn page(rule: &Rule, code: &str) -> String {
    let others: Vec<String> = rule
        .codes()
        .filter(|other| *other != code)
        .map(|other| format!(" The same for the other engines: [{other}]({other}.md)."))
        .collect();
    format!(
        "# {code} {}\n\n{}{}\n\n{}\n",
        rule.name,
        rule.standing(),
        others.concat(),
        rule.markdown().trim()
    )
}

fn index() -> String {
    let areas: Vec<String> = AREAS.iter().map(area).collect();
    format!(
        "# The rules\n\nWritten from the rules' own comments; `plimsoll explain CODE` shows the \
         same page. Those marked \"all\" are asked with `--all` only.\n\n{}",
        areas.join("\n")
    )
}

fn area(area: &Area) -> String {
    let rows: Vec<String> = area.rules.iter().map(|rule| row(rule)).collect();
    format!(
        "## {}\n\n| code | name | at worst | asked | finds |\n|---|---|---|---|---|\n{}\n",
        area.title,
        rows.join("\n")
    )
}

fn row(rule: &Rule) -> String {
    let codes: Vec<String> = rule
        .codes()
        .map(|code| format!("[{code}]({code}.md)"))
        .collect();
    let worst = rule.worst.as_str();
    let asked = if rule.on { "always" } else { "all" };
    let finds = rule.finds().replace('|', "\\|");
    format!(
        "| {} | {} | {worst} | {asked} | {finds} |",
        codes.join(" "),
        rule.name
    )
}

fn write(folder: &Path, pages: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).unwrap();
    let old: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    for path in old {
        fs::remove_file(path).unwrap();
    }
    for (name, page) in pages {
        fs::write(folder.join(name), page).unwrap();
    }
}
