//! The facts of a host by their names, as `--fact` and plimsoll.toml give them.
//! Knows what each may be; where they come from is the caller's.

use plimsoll_model::{Bytes, FACT_NAMES, Known, Malloc, ServerFacts};

use crate::names::nearest;

/// Puts a fact among the others; `source` says who gave it.
///
/// # Errors
/// One line: there is no such fact (with the one that was likely meant), or what
/// its value must be.
pub fn put_fact(
    facts: &mut ServerFacts,
    name: &str,
    value: &str,
    source: &str,
) -> Result<(), String> {
    let wrong = |what: &str| format!("{source}: the fact {name} is \"{value}\"; give {what}");
    let known = |count: Option<u64>, what: &str| {
        let count = count.ok_or_else(|| wrong(what))?;
        Ok::<_, String>(Known::Known(count, source.to_owned()))
    };
    let size = || known(Bytes::parse(value).map(|size| size.0), "a size like 64MiB");
    let count = || known(value.parse().ok(), "a whole number");
    match name {
        "shm_size" => facts.shm_bytes = size()?,
        "disk" => facts.disk_bytes = size()?,
        "hugepage_size" => facts.hugepage_bytes = size()?,
        "nofile" => facts.nofile = count()?,
        "hugepages" => facts.hugepages = count()?,
        "thp" => match value {
            "always" | "madvise" | "never" => {
                facts.thp = Known::Known(value.to_owned(), source.to_owned());
            }
            _ => return Err(wrong("always, madvise or never")),
        },
        "jit" => match value {
            "none" => facts.jit = Known::Known(false, source.to_owned()),
            "llvm" => facts.jit = Known::Known(true, source.to_owned()),
            _ => return Err(wrong("none or llvm")),
        },
        "malloc" => {
            let malloc = match value {
                "glibc" => Malloc::Glibc,
                "tcmalloc" => Malloc::Tcmalloc,
                "jemalloc" => Malloc::Jemalloc,
                _ => return Err(wrong("glibc, tcmalloc or jemalloc")),
            };
            facts.malloc = Known::Known(malloc, source.to_owned());
        }
        _ => match name.strip_prefix("sysctl.") {
            Some(sysctl) if !sysctl.is_empty() => {
                facts.sysctl.insert(sysctl.to_owned(), value.to_owned());
            }
            Some(_) | None => return Err(unknown(name, source)),
        },
    }
    Ok(())
}

fn unknown(name: &str, source: &str) -> String {
    let meant = nearest(name, FACT_NAMES.iter().copied())
        .map_or(String::new(), |name| format!(" (did you mean {name}?)"));
    format!(
        "{source}: there is no fact {name}{meant}; give one of {} or sysctl.NAME",
        FACT_NAMES.join(", ")
    )
}
