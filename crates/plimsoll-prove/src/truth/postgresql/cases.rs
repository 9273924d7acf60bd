//! Cases from a seed: workloads × settings × sessions.

use super::workload::{WORKLOADS, Workload};
use crate::truth::case::{Case, Malloc};
use crate::truth::seed::Seed;
use plimsoll_lab::Installed;
use std::collections::BTreeSet;

/// `count` cases for a server, different ones for every seed and server.
pub(crate) fn cases(server: &Installed, seed: u64, count: usize) -> Vec<Case> {
    let mut seed = Seed::for_name(seed, &server.name);
    let mut ids = BTreeSet::new();
    let mut cases = Vec::new();
    // Two equal cases are one; the bound only matters if all there are were asked for.
    for _ in 0..count.saturating_mul(20) {
        if cases.len() == count {
            break;
        }
        let case = one(server, &mut seed);
        if ids.insert(case.id.clone()) {
            cases.push(case);
        }
    }
    cases
}

fn choose(seed: &mut Seed) -> &'static Workload {
    let total = WORKLOADS.iter().map(|workload| workload.weight).sum();
    let mut left = seed.number(total);
    for workload in WORKLOADS {
        if left <= workload.weight {
            return workload;
        }
        left -= workload.weight;
    }
    &WORKLOADS[0]
}

fn one(server: &Installed, seed: &mut Seed) -> Case {
    let workload = choose(seed);
    let light = matches!(workload.name, "idle" | "oltp");
    let sessions = if light {
        seed.pick(&[5, 10, 30, 60, 90])
    } else {
        seed.pick(&[1, 2, 3, 5, 8, 10, 14, 18])
    };
    let fits = |size: &&u64| **size * sessions <= workload.row_sessions_max;
    let size = *workload
        .sizes
        .iter()
        .find(fits)
        .or(workload.sizes.last())
        .unwrap_or(&1);
    let size = if seed.chance(10) {
        *workload.sizes.last().unwrap_or(&size)
    } else {
        size
    };
    let sessions = sessions.min(workload.row_sessions_max / size.max(1)).max(1);
    let settings = settings(workload, server.series.major, seed);
    let short: Vec<&str> = settings.iter().map(|(_, value)| value.as_str()).collect();
    Case {
        id: format!("{}-{size}-c{sessions}-{}", workload.name, short.join("-")),
        workload: workload.name,
        settings,
        arguments: vec![(workload.counts, size)],
        sessions,
        seconds: if light { 1.5 } else { 3.0 },
        work: (workload.work)(size),
        malloc: Malloc::Built,
        prefill: false,
        load: None,
    }
}

fn settings(workload: &Workload, major: u16, seed: &mut Seed) -> Vec<(String, String)> {
    let buffers = ["32MB", "64MB", "128MB", "192MB", "256MB", "512MB"];
    let memory = [
        "1MB", "2MB", "4MB", "6MB", "8MB", "16MB", "24MB", "32MB", "64MB",
    ];
    let mut settings = vec![
        ("max_connections", seed.pick(&["100", "100", "150", "300"])),
        ("shared_buffers", seed.pick(&buffers)),
    ];
    match workload.name {
        "index" => {
            let own = ["16MB", "32MB", "48MB", "64MB", "128MB", "256MB"];
            settings.push(("maintenance_work_mem", seed.pick(&own)));
            let workers = seed.pick(&["0", "1", "2"]);
            settings.push(("max_parallel_maintenance_workers", workers));
        }
        "temp" => settings.push((
            "temp_buffers",
            seed.pick(&["4MB", "8MB", "16MB", "32MB", "64MB"]),
        )),
        "idle" | "oltp" | "relations" | "prepared" => {}
        _ => {
            settings.push(("work_mem", seed.pick(&memory)));
            let workers = seed.pick(&["0", "0", "2", "2", "4"]);
            settings.push(("max_parallel_workers_per_gather", workers));
            if workers != "0" && seed.chance(40) {
                settings.push(("max_parallel_workers", seed.pick(&["2", "4", "6"])));
            }
            if major >= 13 && workload.name != "sort" && workload.name != "union4" {
                settings.push(("hash_mem_multiplier", seed.pick(&["1", "1.5", "2", "3"])));
            }
        }
    }
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    settings.into_iter().map(owned).collect()
}
