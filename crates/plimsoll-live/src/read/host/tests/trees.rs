//! Servers of other machines, from trees in the form that the script prints:
//! `v1-nested` is of a real server, the others are made after the kernel's formats.

use plimsoll_model::{HostSample, Known, Malloc, Role, Storage};

use crate::read::host::{Tree, of_server, parse_brought, sample, servers};

fn tree(text: &str) -> Tree {
    parse_brought(text).unwrap()
}

fn holds<T: PartialEq + std::fmt::Debug + Clone>(fact: &Known<T>, value: T, source: &str) {
    assert_eq!(*fact, Known::Known(value, source.to_owned()));
}

fn held(sample: &HostSample) -> u64 {
    sample.views().held_bytes.unwrap()
}

#[test]
fn a_real_server_below_a_limit_of_version_1() {
    let tree = tree(include_str!("../../../../tests/trees/v1-nested.txt"));
    let found = servers(&tree).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].pid, found[0].program.as_str()),
        (5315, "postgres")
    );
    let facts = of_server(&tree, 5315, None);
    let limit = "/sys/fs/cgroup/memory/hostrec/memory.limit_in_bytes";
    assert_eq!(facts.limit_bytes.get(), Some(&(256 << 20)), "{limit}");
    holds(&facts.nofile, 20000, "/proc/5315/limits");
    holds(&facts.cpus, 2, "/proc/5315/status");
    holds(&facts.malloc, Malloc::Glibc, "/proc/5315/maps");
    let why = "vda is a virtual disk, which says that it rotates whatever it lies on";
    assert_eq!(facts.storage.why(), Some(why));
    let free = facts.disk_bytes.get();
    assert_eq!(free, Some(&(45_447_948 << 10)));
    assert_eq!(facts.sysctl["net.core.somaxconn"], "4096");

    let sample = sample(&tree, 5315, None);
    assert_eq!(held(&sample), 3_096_576 + 18_862_080 + 1_269_760);
    let limiting = sample.limiting_group.get().unwrap();
    assert_eq!(limiting.folder, "/sys/fs/cgroup/memory/hostrec");
    assert_eq!(limiting.limit_bytes, Some(256 << 20));
    let processes = &sample.processes.get().unwrap().all;
    let roles: Vec<String> = processes
        .iter()
        .map(|it| format!("{:?}", it.role))
        .collect();
    expect_test::expect![[r#"
        Server
        Background("checkpointer")
        Background("background writer")
        Background("walwriter")
        Background("autovacuum launcher")
        Background("logical replication launcher")"#]]
    .assert_eq(&roles.join("\n"));
    assert_eq!(processes[0].started_ticks, 1_758_595);
    assert_eq!(processes[0].oom_score.get(), Some(&667));
}

#[test]
fn a_service_below_a_slice_of_version_2() {
    let tree = tree(include_str!("../../../../tests/trees/v2-service.txt"));
    let data = Some("/var/lib/postgresql/16/main");
    let facts = of_server(&tree, 812, data);
    holds(
        &facts.limit_bytes,
        4 << 30,
        "/sys/fs/cgroup/db.slice/memory.max",
    );
    let swap = "/sys/fs/cgroup/db.slice/postgresql.service/memory.swap.max";
    holds(&facts.swap_bytes, 512 << 20, swap);
    holds(&facts.cpus, 16, "/proc/812/status");
    holds(
        &facts.storage,
        Storage::Ssd,
        "/sys/dev/block/8:17/../queue/rotational",
    );
    holds(&facts.shm_bytes, 16_384_000 << 10, "/dev/shm");
    assert_eq!(facts.disk_bytes.get(), Some(&(50 << 30)));
    assert_eq!(facts.thp.get().map(String::as_str), Some("always"));
    assert_eq!(
        facts.malloc.why(),
        Some("cannot read /proc/812/maps: it is not there")
    );

    let sample = sample(&tree, 812, data);
    // The sum of the kernel's parts and the sockets beside it.
    assert_eq!(
        held(&sample),
        700_000_000 + 850_000_000 + 80_000_000 + 300_000
    );
    let group = sample.group.get().unwrap();
    assert_eq!(group.high_bytes, Some(3_758_096_384));
    assert_eq!(group.peak_bytes, Some(3_500_000_000));
    assert_eq!(group.file_bytes, 1_150_000_000);
    assert_eq!(group.hugetlb_bytes, Some(1 << 30));
    assert_eq!(group.oom_kills, Some(2));
    assert_eq!(group.pressure.map(|it| it.full_total_us), Some(400_000));
    let limiting = sample.limiting_group.get().unwrap();
    assert_eq!(limiting.peak_bytes, None);
    let parts = 1_000_000 + 30_000_000 + 2_000_000 + 50_000_000 + 500_000;
    assert_eq!(limiting.kernel_bytes, parts);
    assert_eq!(limiting.kernel_reclaimable_bytes, Some(40_000_000));
    let machine = sample.machine.get().unwrap();
    assert_eq!(machine.hugepages, (1024, 512, 100));
    assert_eq!(machine.numa_nodes, Some(2));
    assert_eq!(machine.disk_kind.get().map(String::as_str), Some("xfs"));
    let process = &sample.processes.get().unwrap().all[0];
    assert_eq!(process.oom_score_adj.get(), Some(&-900));
    assert_eq!(
        (process.hugetlb_bytes, process.swap_bytes),
        (1 << 30, 128 << 10)
    );
}

#[test]
fn a_container_of_version_2_sees_its_own_group_as_the_root() {
    let tree = tree(include_str!("../../../../tests/trees/v2-container.txt"));
    let facts = of_server(&tree, 1, None);
    holds(&facts.limit_bytes, 1 << 30, "/sys/fs/cgroup/memory.max");
    holds(&facts.cpus, 2, "/sys/fs/cgroup/cpu.max");
    holds(&facts.malloc, Malloc::Jemalloc, "/proc/1/maps");
    holds(
        &facts.storage,
        Storage::Network,
        "a file system of type nfs4",
    );
    holds(&facts.shm_bytes, 64 << 20, "/proc/1/mountinfo");
    let sample = sample(&tree, 1, None);
    assert_eq!(held(&sample), 435_001_000);
    let views = sample.views();
    assert_eq!(views.working_set_bytes, Some(500_000_000));
    assert_eq!(sample.processes.get().unwrap().all[0].role, Role::Server);
    assert!(sample.limiting_group.get().is_none());
}

#[test]
fn a_hybrid_machine_has_memory_in_version_1_and_tells_of_limits_above() {
    let tree = tree(include_str!("../../../../tests/trees/hybrid.txt"));
    let facts = of_server(&tree, 700, None);
    let stat = "/sys/fs/cgroup/memory/system.slice/mysql.service/memory.stat";
    holds(&facts.limit_bytes, 3 << 29, stat);
    let both = "/sys/fs/cgroup/memory/system.slice/mysql.service/memory.memsw.limit_in_bytes";
    holds(&facts.swap_bytes, 3 << 29, both);
    let quota = "/sys/fs/cgroup/cpu,cpuacct/system.slice/mysql.service/cpu.cfs_quota_us";
    holds(&facts.cpus, 3, quota);
    let sample = sample(&tree, 700, None);
    assert_eq!(held(&sample), 780_000_000 + 4096 + 20_000_000);
    let group = sample.group.get().unwrap();
    assert_eq!(group.file_bytes, 700_000_000 - 4096);
    assert_eq!(group.oom_kills, None);
}

#[test]
fn a_group_that_is_not_visible_is_said_and_not_taken_for_this_ones() {
    let text = include_str!("../../../../tests/trees/v2-container.txt");
    let other = text.replacen(
        "=/proc/1/cgroup\n 0::/\n",
        "=/proc/1/cgroup\n 0::/../db\n",
        1,
    );
    let tree = tree(&other);
    let why = "the group /../db is not visible from here";
    assert_eq!(of_server(&tree, 1, None).limit_bytes.why(), Some(why));
    assert_eq!(sample(&tree, 1, None).group.why(), Some(why));
}

#[test]
fn the_root_group_has_no_figures_of_a_server() {
    let text = include_str!("../../../../tests/trees/v1-nested.txt");
    let tree = tree(&text.replace("memory:/hostrec/db\n", "memory:/\n"));
    let why = "the server is in no memory group of its own";
    assert_eq!(sample(&tree, 5315, None).group.why(), Some(why));
    let why = "there is no memory limit below the machine's memory";
    assert_eq!(of_server(&tree, 5315, None).limit_bytes.why(), Some(why));
}

#[test]
fn an_id_given_to_another_process_is_not_counted_for_the_server() {
    let text = include_str!("../../../../tests/trees/v1-nested.txt");
    // The checkpointer ended: its id is now a child of another.
    let tree = tree(&text.replace("5321 (postgres) S 5315", "5321 (other) S 1"));
    let sample = sample(&tree, 5315, None);
    let pids = sample.processes.get().unwrap().all.iter().map(|it| it.pid);
    assert_eq!(pids.collect::<Vec<u32>>(), [5315, 5322, 5324, 5325, 5326]);
}
