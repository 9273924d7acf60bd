//! What host facts and samples say of real servers, held against their memory
//! cgroup as the lab reads it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test, which names what it skips"
)]

use std::path::Path;
use std::time::Duration;

use plimsoll_lab::{Installed, Instance, LabError, Server};
use plimsoll_live::read::host::{
    Tree, of_server, pid_of_data_directory, pid_of_file, sample, servers, tree_via,
};
use plimsoll_model::{HostSample, Malloc, Role};

const LIMIT_BYTES: u64 = 700 << 20;

/// A server in a group with a limit; `None` where this machine has no server or no
/// group to give.
fn started(name: &str, settings: &[(&str, &str)]) -> Option<Instance> {
    let installed = match Installed::find(name) {
        Ok(installed) => installed,
        Err(error) => {
            eprintln!("skipped: {name} ({error})");
            return None;
        }
    };
    let server = settings.iter().fold(
        Server::new(&installed).limit_bytes(LIMIT_BYTES),
        |server, (name, value)| server.set(*name, *value),
    );
    match server.start() {
        Err(LabError::Cgroup(why)) => {
            eprintln!("skipped: {name} in a memory cgroup ({why})");
            None
        }
        other => Some(other.unwrap()),
    }
}

/// Within this share of one another.
fn close(a: u64, b: u64, percent: u64) -> bool {
    a.abs_diff(b) * 100 <= a.max(b) * percent
}

#[test]
fn a_postgresql_server_is_seen_as_its_group_counts_it() {
    let settings = [("shared_buffers", "256MB"), ("cluster_name", "blue: 1")];
    let Some(instance) = started("postgresql-15", &settings) else {
        return;
    };
    let mut session = instance.session().unwrap();
    session
        .query("create table t as select g, repeat('x', 500) x from generate_series(1, 100000) g")
        .unwrap();
    session.query("select sum(length(x)) from t").unwrap();
    let tree = Tree::machine();
    let data = path(instance.data_folder());
    let facts = of_server(&tree, instance.pid(), Some(data));
    assert_eq!(facts.limit_bytes.get(), Some(&LIMIT_BYTES), "{facts:?}");
    assert_eq!(facts.malloc.get(), Some(&Malloc::Glibc), "{facts:?}");
    assert!(facts.nofile.get().is_some(), "{facts:?}");
    assert!(facts.shm_bytes.get().is_some(), "{facts:?}");
    assert!(facts.cpus.get().is_some(), "{facts:?}");
    assert!(facts.sysctl.contains_key("kernel.shmmax"), "{facts:?}");
    let by_its_own_folder = of_server(&tree, instance.pid(), None);
    assert!(facts.disk_bytes.get().is_some(), "{facts:?}");
    assert!(by_its_own_folder.disk_bytes.get().is_some(), "{facts:?}");

    let mut others: Vec<_> = (0..3).map(|_| instance.session().unwrap()).collect();
    for other in &mut others {
        other.query("select sum(length(x)) from t").unwrap();
    }
    let seen = sample(&tree, instance.pid(), Some(data));
    let counted = instance.cgroup().unwrap().memory().unwrap();
    let views = seen.views();
    eprintln!("{views:?} {counted:?}");
    let held = views.held_bytes.unwrap();
    assert!(close(held, counted.total_bytes(), 3), "{held} {counted:?}");
    // At least: of the kernel's own a process's figures have its page tables alone,
    // and no process touched all of the shared memory.
    let processes = views.processes_hold_bytes.unwrap();
    assert!(processes <= held && processes * 2 > held, "{views:?}");
    assert!(views.sum_of_resident_bytes.unwrap() > held, "{views:?}");
    let processes = seen.processes.get().unwrap();
    let (least, most) = processes.own_bytes();
    let anon = counted.anon_bytes;
    assert!(least <= anon && anon <= most, "{counted:?} {processes:?}");
    let charged = anon + counted.shmem_bytes;
    assert!(
        close(least + counted.shmem_bytes, charged, 5),
        "{least} {counted:?}"
    );
    assert_roles(
        &processes
            .all
            .iter()
            .map(|process| &process.role)
            .collect::<Vec<_>>(),
    );
}

fn assert_roles(roles: &[&Role]) {
    let background = |name: &str| Role::Background(name.to_owned());
    for role in [
        Role::Server,
        Role::Session,
        background("checkpointer"),
        background("background writer"),
        background("walwriter"),
        background("autovacuum launcher"),
        background("logical replication launcher"),
    ] {
        assert!(roles.contains(&&role), "{role:?} is not in {roles:?}");
    }
    assert!(!roles.contains(&&Role::Unknown), "{roles:?}");
}

#[test]
fn a_mariadb_server_is_seen_as_its_group_counts_it() {
    let Some(instance) = started("mariadb-10.11", &[("innodb_buffer_pool_size", "64M")]) else {
        return;
    };
    let tree = Tree::machine();
    let facts = of_server(&tree, instance.pid(), None);
    assert_eq!(facts.limit_bytes.get(), Some(&LIMIT_BYTES), "{facts:?}");
    let seen = sample(&tree, instance.pid(), None);
    let counted = instance.cgroup().unwrap().memory().unwrap();
    let views = seen.views();
    eprintln!("{views:?} {counted:?}");
    let held = views.held_bytes.unwrap();
    assert!(close(held, counted.total_bytes(), 3), "{held} {counted:?}");
    let processes = &seen.processes.get().unwrap().all;
    assert_eq!(processes.len(), 1);
    assert_eq!(processes[0].role, Role::Server);
    assert!(processes[0].threads > 5, "{processes:?}");
    let anon = processes[0].anon_bytes;
    assert!(close(anon, counted.anon_bytes, 5), "{anon} {counted:?}");
}

#[test]
fn a_server_is_found_by_its_folder_its_file_its_socket_and_by_looking() {
    for name in ["postgresql-15", "mariadb-10.11"] {
        let Some(instance) = started(name, &[]) else {
            continue;
        };
        let tree = Tree::machine();
        let pid = instance.pid();
        let found = servers(&tree).unwrap();
        assert!(found.iter().any(|server| server.pid == pid), "{found:?}");
        let data = instance.data_folder();
        let by_file = if name.starts_with("postgresql") {
            pid_of_data_directory(&tree, path(data))
        } else {
            pid_of_file(&tree, path(&data.with_file_name("server.pid")))
        };
        assert_eq!(by_file.get(), Some(&pid), "{name}: {by_file:?}");
    }
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn what_a_command_brings_says_the_same_as_the_machine() {
    let Some(instance) = started("postgresql-15", &[]) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let prefix = ["env".to_owned()];
    let brought = runtime.block_on(tree_via(&prefix, Duration::from_mins(1)));
    let (here, there) = (Tree::machine(), brought.unwrap());
    let pid = instance.pid();
    assert!(
        servers(&there)
            .unwrap()
            .iter()
            .any(|server| server.pid == pid)
    );
    let own = of_server(&here, pid, None);
    let mut facts = of_server(&there, pid, None);
    // Others write to the same disk meanwhile, and it is asked by another path.
    assert!(facts.disk_bytes.get().is_some(), "{facts:?}");
    facts.disk_bytes = own.disk_bytes.clone();
    // The same figure by the server's own path.
    assert_eq!(facts.shm_bytes.get(), own.shm_bytes.get());
    facts.shm_bytes = own.shm_bytes.clone();
    assert_eq!(facts, own);
    let (here, there) = (sample(&here, pid, None), sample(&there, pid, None));
    let held = |sample: &HostSample| sample.views().held_bytes.unwrap();
    assert!(close(held(&here), held(&there), 5), "{here:?} {there:?}");
    let ids = |sample: &HostSample| {
        let processes = &sample.processes.get().unwrap().all;
        let ids = processes
            .iter()
            .map(|it| (it.pid, it.started_ticks, it.role.clone()));
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(&here), ids(&there));
}
