//! Cases from a seed: workloads × settings × sessions.

use super::data::WIDE_ROWS;
use super::workload::{WORKLOADS, Wanted, Workload};
use crate::truth::case::{Case, Malloc};
use crate::truth::seed::Seed;
use plimsoll_lab::Installed;
use plimsoll_model::Engine;
use serde_json::{Value, json};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

/// A parameter in bytes (or a number), what cases choose it from, and the default where a
/// workload needs to know it.
struct Choice {
    name: &'static str,
    values: &'static [u64],
    default: u64,
}

const fn choice(name: &'static str, default: u64, values: &'static [u64]) -> Choice {
    Choice {
        name,
        values,
        default,
    }
}

const CHOICES: &[Choice] = &[
    choice(
        "sort_buffer_size",
        256 * KIB,
        &[
            256 * KIB,
            768 * KIB,
            MIB,
            3 * MIB,
            6 * MIB,
            12 * MIB,
            20 * MIB,
        ],
    ),
    choice(
        "join_buffer_size",
        256 * KIB,
        &[256 * KIB, 768 * KIB, 1536 * KIB, 3 * MIB, 6 * MIB, 12 * MIB],
    ),
    choice(
        "read_buffer_size",
        128 * KIB,
        &[128 * KIB, 512 * KIB, 3 * MIB, 6 * MIB],
    ),
    choice(
        "read_rnd_buffer_size",
        256 * KIB,
        &[256 * KIB, 768 * KIB, 3 * MIB],
    ),
    choice(
        "tmp_table_size",
        16 * MIB,
        &[2 * MIB, 6 * MIB, 12 * MIB, 24 * MIB, 48 * MIB],
    ),
    choice(
        "max_heap_table_size",
        16 * MIB,
        &[2 * MIB, 6 * MIB, 12 * MIB, 24 * MIB, 48 * MIB],
    ),
    choice(
        "binlog_cache_size",
        32 * KIB,
        &[64 * KIB, 512 * KIB, 2 * MIB, 6 * MIB],
    ),
    choice(
        "innodb_log_buffer_size",
        16 * MIB,
        &[2 * MIB, 8 * MIB, 24 * MIB, 48 * MIB, 96 * MIB],
    ),
    choice(
        "key_buffer_size",
        8 * MIB,
        &[2 * MIB, 6 * MIB, 24 * MIB, 48 * MIB],
    ),
    choice("table_open_cache", 2000, &[300, 600, 1500, 3000]),
    choice("max_allowed_packet", 16 * MIB, &[24 * MIB, 96 * MIB]),
    choice("thread_stack", 292 * KIB, &[256 * KIB, 512 * KIB, MIB]),
];

/// Chosen only for the workloads that are about them.
const OWN: &[Choice] = &[
    choice(
        "group_concat_max_len",
        MIB,
        &[128 * KIB, 512 * KIB, 2 * MIB, 6 * MIB],
    ),
    choice(
        "aria_pagecache_buffer_size",
        128 * MIB,
        &[12 * MIB, 24 * MIB, 48 * MIB, 96 * MIB],
    ),
    choice("query_cache_size", MIB, &[12 * MIB, 24 * MIB, 64 * MIB]),
];

/// `count` cases for a server; workloads in turn, so that each is there.
pub(crate) fn cases(server: &Installed, seed: u64, count: usize) -> Vec<Case> {
    let number = seed;
    let mut seed = Seed::for_name(number, &server.name);
    let here = |workload: &&Workload| server.engine == Engine::Mariadb || !workload.mariadb_only;
    let workloads: Vec<&Workload> = WORKLOADS.iter().filter(here).collect();
    // The first is another for every seed.
    let offset = seed.next() as usize % workloads.len();
    (0..count)
        .map(|index| {
            let workload = workloads[(offset + index * 5) % workloads.len()];
            let mut case = one(server, workload, &mut seed);
            case.id = format!("{}-{}-s{number}-{index:03}", server.name, workload.name);
            case
        })
        .collect()
}

fn one(server: &Installed, workload: &Workload, seed: &mut Seed) -> Case {
    let sessions = seed.pick(workload.sessions);
    let number = workload.counts.map_or(0, |(_, numbers)| seed.pick(numbers));
    let mut settings = settings(server.engine, workload, seed);
    let pool_bytes = seed.pick(&[48 * MIB, 96 * MIB, 160 * MIB, 256 * MIB, 384 * MIB]);
    settings.push(("innodb_buffer_pool_size".into(), json!(pool_bytes)));
    settings.push((
        "max_connections".into(),
        json!(seed.pick(&[260, 300, 350, 600, 1200])),
    ));
    let fillable = pool_bytes <= WIDE_ROWS * 7800;
    let written = (workload.write)(&Wanted {
        engine: server.engine,
        bytes: &|name| in_force(&settings, name),
        number,
    });
    let mut group = written.group;
    group.insert("sessions".into(), json!(sessions));
    let mut load = written.fills;
    load.insert("groups".into(), json!([group]));
    Case {
        id: String::new(),
        workload: workload.name,
        settings: settings
            .into_iter()
            .map(|(name, value)| (name, plain(&value)))
            .collect(),
        arguments: workload
            .counts
            .map(|(name, _)| (name, number))
            .into_iter()
            .collect(),
        sessions,
        seconds: workload.seconds,
        work: written.work,
        malloc: malloc(server.engine, seed),
        prefill: fillable && seed.chance(45),
        load: Some(Value::Object(load)),
    }
}

/// Debian links MySQL with tcmalloc; its makers' own builds use glibc's malloc, as most do.
fn malloc(engine: Engine, seed: &mut Seed) -> Malloc {
    match engine {
        Engine::Mysql if seed.chance(80) => Malloc::Glibc,
        Engine::Mysql | Engine::Mariadb | Engine::Postgresql => Malloc::Built,
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn in_force(settings: &[(String, Value)], name: &str) -> u64 {
    let set = settings.iter().find(|(key, _)| key == name);
    let default = || {
        let known = CHOICES.iter().chain(OWN).find(|choice| choice.name == name);
        known.map_or(0, |choice| choice.default)
    };
    set.and_then(|(_, value)| value.as_u64())
        .unwrap_or_else(default)
}

fn settings(engine: Engine, workload: &Workload, seed: &mut Seed) -> Vec<(String, Value)> {
    let mut settings = Vec::new();
    for choice in CHOICES {
        if workload.about.contains(&choice.name) || seed.chance(45) {
            settings.push((choice.name.to_owned(), json!(seed.pick(choice.values))));
        }
    }
    for choice in OWN
        .iter()
        .filter(|choice| workload.about.contains(&choice.name))
    {
        settings.push((choice.name.to_owned(), json!(seed.pick(choice.values))));
    }
    let about = |name| workload.about.contains(&name);
    let mut set = |name: &str, value: Value| settings.push((name.to_owned(), value));
    if about("log_bin") {
        set("log_bin", json!("bin"));
        set("server_id", json!(1));
        set("binlog_format", json!("ROW"));
    }
    if about("query_cache_type") {
        set("query_cache_type", json!(1));
    }
    // On by default in MySQL, off in MariaDB.
    let schema = about("performance_schema");
    match engine {
        Engine::Mysql if !schema && seed.chance(25) => set("performance_schema", json!("OFF")),
        Engine::Mariadb if schema || seed.chance(25) => set("performance_schema", json!("ON")),
        Engine::Mysql | Engine::Mariadb | Engine::Postgresql => {}
    }
    if engine == Engine::Mysql && seed.chance(15) {
        set("internal_tmp_mem_storage_engine", json!("MEMORY"));
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::mysql::workload::Written;

    fn written(workload: &Workload, engine: Engine) -> Written {
        (workload.write)(&Wanted {
            engine,
            bytes: &|name| in_force(&[], name),
            number: workload.counts.map_or(0, |(_, numbers)| numbers[0]),
        })
    }

    #[test]
    fn every_load_is_one_that_plimsoll_reads() {
        for engine in [Engine::Mysql, Engine::Mariadb] {
            for workload in WORKLOADS {
                let written = written(workload, engine);
                let mut load = written.fills;
                let mut group = written.group;
                group.insert("sessions".into(), json!(3));
                load.insert("groups".into(), json!([group]));
                let text = Value::Object(load).to_string();
                let read = plimsoll_conf::read_load(engine, "load.json", text.as_bytes());
                assert_eq!(read.problems, [], "{}", workload.name);
                assert!(!written.work.round.is_empty(), "{}", workload.name);
            }
        }
    }

    #[test]
    fn an_operand_is_larger_than_its_buffer_unless_it_must_fit() {
        for (name, parameter) in [("sort", "sort_buffer_size"), ("join", "join_buffer_size")] {
            let workload = WORKLOADS.iter().find(|w| w.name == name).unwrap();
            let group = written(workload, Engine::Mysql).group;
            let operand = group["operations"][0]["operand_bytes"].as_u64().unwrap();
            assert!(operand > in_force(&[], parameter), "{name}");
        }
        let mem = WORKLOADS.iter().find(|w| w.name == "mem").unwrap();
        let group = written(mem, Engine::Mysql).group;
        let operand = group["operations"][0]["operand_bytes"].as_u64().unwrap();
        assert!(operand < in_force(&[], "max_heap_table_size"));
    }
}
