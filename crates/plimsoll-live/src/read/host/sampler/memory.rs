//! Memory of the server's group, or where it has none of its own the sums of its
//! processes, and the limit.

use plimsoll_model::Metric;

use super::look::Look;
use super::places::{Places, Pressure};
use super::sums::Sums;
use crate::read::cgroup::Standing;
use crate::read::host::{Tree, pressure};

/// Puts its figures; false where the group that was found cannot be read any more.
pub(super) fn read(
    tree: &Tree,
    places: &Places,
    sums: Option<&Result<Sums, String>>,
    machine_bytes: Option<u64>,
    look: &mut Look,
) -> bool {
    waiting(tree, &places.pressure, look);
    match places.memory.as_ref().map(|group| group.standing(tree)) {
        Ok(Ok(standing)) => {
            of_group(&standing, machine_bytes, look);
            if let Some(note) = &places.memory_note {
                look.lack("memory group", note.as_str());
            }
            true
        }
        Ok(Err(why)) => {
            look.lack("memory group", why);
            false
        }
        Err(why) => {
            look.some(Metric::MemoryLimitBytes, machine_bytes.map(|it| it as f64));
            let said = of_processes(why, sums, look);
            look.lack("memory group", said);
            true
        }
    }
}

fn of_group(standing: &Standing, machine_bytes: Option<u64>, look: &mut Look) {
    let held = &standing.held;
    look.count(Metric::MemoryAnonBytes, held.anon_bytes);
    look.count(Metric::MemoryShmemBytes, held.shmem_bytes);
    look.count(Metric::MemoryKernelBytes, held.kernel_bytes);
    look.count(Metric::MemoryHeldBytes, held.held_bytes());
    look.count(Metric::MemoryFileBytes, held.file_bytes);
    let limit = standing.limit_bytes.into_iter().chain(machine_bytes).min();
    for (metric, value) in [
        (Metric::MemorySwapBytes, held.swap_bytes),
        (Metric::MemoryLimitBytes, limit),
        (Metric::MemoryHighBytes, held.high_bytes),
        (Metric::OomKillsTotal, held.oom_kills),
    ] {
        look.some(metric, value.map(|value| value as f64));
    }
}

/// Puts the sums; what is to be said of them beside why the group does not tell.
fn of_processes(why: &str, sums: Option<&Result<Sums, String>>, look: &mut Look) -> String {
    match sums {
        Some(Ok(Sums {
            held: Some(held), ..
        })) => {
            let parts = [held.anon, held.shmem, held.kernel];
            let sum = parts.into_iter().fold(0, u64::saturating_add);
            look.count(Metric::MemoryAnonBytes, held.anon);
            look.count(Metric::MemoryShmemBytes, held.shmem);
            look.count(Metric::MemoryKernelBytes, held.kernel);
            look.count(Metric::MemoryHeldBytes, sum);
            look.count(Metric::MemorySwapBytes, held.swap);
            format!("{why}: its processes are summed, of the kernel's own their page tables alone")
        }
        Some(Err(sum_why)) => format!("{why}; of its processes: {sum_why}"),
        Some(Ok(_)) | None => why.to_owned(),
    }
}

fn waiting(tree: &Tree, place: &Pressure, look: &mut Look) {
    let told = match place {
        Pressure::Group(group) => group.pressure(tree),
        Pressure::Machine => {
            let told = tree.read("/proc/pressure/memory").ok();
            told.and_then(|text| pressure(&text))
        }
        Pressure::Nowhere(why) => return look.lack("memory pressure", *why),
    };
    let Some(told) = told else {
        return look.lack("memory pressure", "the kernel keeps none (PSI is off)");
    };
    if matches!(place, Pressure::Machine) {
        look.lack("memory pressure", "of the whole machine, as its memory is");
    }
    let seconds = |us: u64| us as f64 / 1e6;
    look.put(
        Metric::MemoryWaitingSecondsTotal,
        seconds(told.some_total_us),
    );
    look.put(
        Metric::MemoryStalledSecondsTotal,
        seconds(told.full_total_us),
    );
}
