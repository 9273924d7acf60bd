//! The catalogue of parameters: `gen` makes Rust tables of `catalogue/*.toml`, `catalogue` reads
//! servers again and says what changed.

mod data;
mod generate;
mod merge;
mod releases;
mod series;
mod write;

use std::path::{Path, PathBuf};

use crate::run::{cargo, output};
use data::{Catalogue, Reading};

/// `gen [--check]`: writes the tables, or fails when one is stale.
pub(crate) fn generate(arguments: &[String]) -> Result<(), String> {
    let check = match arguments {
        [] => false,
        [one] if one == "--check" => true,
        _ => return Err("takes nothing or --check".to_owned()),
    };
    let mut tables = Vec::new();
    for (engine, _) in series::ENGINES {
        tables.push((*engine, generate::rust(engine, &load(engine)?)?));
    }
    tables.push(("releases", releases::rust(&text(&file("releases"))?)?));
    for (name, made) in tables {
        let target = PathBuf::from(format!(
            "crates/plimsoll-conf/src/catalogue/generated/{name}.rs"
        ));
        let stands = std::fs::read_to_string(&target).unwrap_or_default();
        if stands == made {
            continue;
        }
        if check {
            return Err(format!(
                "{} is not what catalogue/{name}.toml gives: run `cargo xtask gen`",
                target.display()
            ));
        }
        save(&target, &made)?;
        println!("wrote {}", target.display());
    }
    Ok(())
}

/// `catalogue [--check] [READING…]`: merges what servers say (those at hand, or readings kept in
/// files) and prints what changed; with `--check` writes nothing and fails when anything did.
pub(crate) fn update(arguments: &[String]) -> Result<(), String> {
    let (check, arguments) = match arguments.split_first() {
        Some((first, rest)) if first == "--check" => (true, rest),
        _ => (false, arguments),
    };
    let mut changes = 0;
    let mut readings = Vec::new();
    if arguments.is_empty() {
        let mut prove = cargo(&[
            "run",
            "--quiet",
            "--package",
            "plimsoll-prove",
            "--",
            "catalogue",
        ]);
        readings.extend(parse(&output(&mut prove, "read the servers")?, "prove")?);
    }
    for path in arguments {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        readings.extend(parse(&text, path)?);
    }
    for (engine, _) in series::ENGINES {
        let mut catalogue = load(engine)?;
        for reading in readings.iter().filter(|reading| reading.engine == *engine) {
            for line in merge::merge(&mut catalogue, reading)? {
                println!("{engine} {line}");
                changes += 1;
            }
        }
        if !check {
            save(&file(engine), &write::toml(&catalogue))?;
        }
    }
    match check {
        true if changes > 0 => Err(format!("{changes} rows are not as the servers say")),
        true => Ok(()),
        false => generate(&[]),
    }
}

/// One reading a JSON document, any number of them after each other.
fn parse(text: &str, from: &str) -> Result<Vec<Reading>, String> {
    serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{from}: no reading of a server: {error}"))
}

fn file(engine: &str) -> PathBuf {
    PathBuf::from(format!("catalogue/{engine}.toml"))
}

fn load(engine: &str) -> Result<Catalogue, String> {
    let path = file(engine);
    if !path.exists() {
        return Ok(Catalogue::default());
    }
    toml::from_str(&text(&path)?).map_err(|error| format!("{}: {error}", path.display()))
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn save(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
