//! The facts of the host from flags, plimsoll.toml and, if asked, this machine.

use plimsoll_conf::put_fact;
use plimsoll_model::{Known, ServerFacts};

use crate::cli::FactFlags;
use crate::config::target::Target;
use crate::failure::Failure;

/// What is known: a flag beats plimsoll.toml, and that beats the machine.
pub(crate) fn gathered(flags: &FactFlags, target: &Target) -> Result<ServerFacts, Failure> {
    let machine = if flags.host {
        plimsoll_live::read::host::this_machine()
    } else {
        ServerFacts::default()
    };
    over(machine, flags, target)
}

/// The facts of a machine, with what plimsoll.toml and flags say in their place.
pub(crate) fn over(
    mut facts: ServerFacts,
    flags: &FactFlags,
    target: &Target,
) -> Result<ServerFacts, Failure> {
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
        put_fact(&mut facts, name, value, source).map_err(Failure::new)?;
    }
    for (name, value) in &flags.fact {
        put_fact(&mut facts, name, value, "--fact").map_err(Failure::new)?;
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
