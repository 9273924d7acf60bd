//! The facts of the host from flags, plimsoll.toml and, if asked, this machine.

use plimsoll_conf::nearest;
use plimsoll_model::{Bytes, Known, Malloc, ServerFacts};

use crate::cli::FactFlags;
use crate::config::target::Target;
use crate::failure::Failure;

/// Names that `--fact` takes, besides `sysctl.*`.
const NAMES: &[&str] = &[
    "shm_size",
    "disk",
    "nofile",
    "hugepages",
    "hugepage_size",
    "thp",
    "jit",
    "malloc",
];

/// What is known: a flag beats plimsoll.toml, and that beats the machine.
pub(crate) fn gathered(flags: &FactFlags, target: &Target) -> Result<ServerFacts, Failure> {
    let mut facts = if flags.host {
        plimsoll_live::read::host::this_machine()
    } else {
        ServerFacts::default()
    };
    // A machine's own limit is one of that machine: another one's size makes
    // it meaningless.
    let told_size = flags.memory.is_some() || target.memory.get().is_some();
    if told_size {
        facts.limit_bytes = Known::not_given();
    }
    settle(
        &mut facts.memory_bytes,
        &target.memory,
        flags.memory,
        "--memory",
    );
    settle(
        &mut facts.limit_bytes,
        &target.limit,
        flags.limit,
        "--limit",
    );
    settle(&mut facts.swap_bytes, &target.swap, flags.swap, "--swap");
    settle(&mut facts.cpus, &target.cpus, flags.cpus, "--cpus");
    settle(
        &mut facts.storage,
        &target.storage,
        flags.storage,
        "--storage",
    );
    for (name, value, source) in &target.facts {
        put(&mut facts, name, value, source)?;
    }
    for (name, value) in &flags.fact {
        put(&mut facts, name, value, "--fact")?;
    }
    Ok(facts)
}

fn settle<T: Clone>(fact: &mut Known<T>, told: &Known<T>, flag: Option<T>, name: &str) {
    if let Some(value) = flag {
        *fact = Known::Known(value, name.to_owned());
    } else if told.get().is_some() {
        *fact = told.clone();
    }
}

fn put(facts: &mut ServerFacts, name: &str, value: &str, source: &str) -> Result<(), Failure> {
    let wrong = |what: &str| {
        Failure::new(format_args!(
            "{source}: the fact {name} is \"{value}\"; give {what}"
        ))
    };
    let known = |count: Option<u64>, what: &str| {
        let count = count.ok_or_else(|| wrong(what))?;
        Ok::<_, Failure>(Known::Known(count, source.to_owned()))
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

fn unknown(name: &str, source: &str) -> Failure {
    let meant = nearest(name, NAMES.iter().copied())
        .map_or(String::new(), |name| format!(" (did you mean {name}?)"));
    Failure::new(format_args!(
        "{source}: there is no fact {name}{meant}; give one of {} or sysctl.NAME",
        NAMES.join(", ")
    ))
}
