//! Whole blocks, by kernel.

use expect_test::expect;

use super::{heard, kills, shown};
use crate::signal::OomScope;

/// 6.18, a group of version 1, printed on a real machine: a figure a line, `total_`
/// behind the group's own, the table with its three kinds of pages.
const OF_6_18: &str = "\
perl invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
CPU: 1 UID: 0 PID: 25883 Comm: perl Not tainted 6.18.44 #1 PREEMPT(none)
Call Trace:
 <TASK>
 dump_stack_lvl+0x57/0x80
 out_of_memory+0x214/0x500
RSP: 002b:00007ffe267fcca8 EFLAGS: 00010206
 </TASK>
memory: usage 32768kB, limit 32768kB, failcnt 24
memory+swap: usage 32768kB, limit 9007199254740988kB, failcnt 0
kmem: usage 152kB, limit 9007199254740988kB, failcnt 0
Memory cgroup stats for /plimsoll-oomtest:
cache 0
rss 33398784
shmem 0
inactive_anon 33394688
hierarchical_memory_limit 33554432
total_cache 0
total_rss 33398784
total_shmem 0
total_active_file 0
Tasks state (memory values in pages):
[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
[  25883]     0 25883    53173     9223     8128     1095         0   126976        0             0 perl
oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/plimsoll-oomtest,task_memcg=/plimsoll-oomtest,task=perl,pid=25883,uid=0
Memory cgroup out of memory: Killed process 25883 (perl) total-vm:212692kB, anon-rss:32512kB, file-rss:4380kB, shmem-rss:0kB, UID:0 pgtables:124kB oom_score_adj:0";

#[test]
fn a_block_of_6_18_is_one_kill() {
    expect![[r#"
        Cgroup(Some("/plimsoll-oomtest")) of Some("/plimsoll-oomtest")
        perl (25883), asked by Some("perl")
        victim: anon 31.8 file 4.3 shmem 0.0 page tables 0.1
        limit 32.0 usage 32.0 anon 31.9 shmem 0.0
        25883 perl: 36.0 anon 31.8 shmem 0.0 page tables 0.1
    "#]]
    .assert_eq(&shown(&kills(OF_6_18)[0]));
    let lines: Vec<u64> = heard(OF_6_18).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [26], "the line of the victim is the evidence");
}

/// 5.15 on Kubernetes, groups of version 2: the limit is the pod's, the group the
/// container's; the figures come as one message of several lines.
#[test]
fn a_pod_of_5_15_is_named_with_its_container() {
    let pod = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0330b2c1.slice";
    let block = format!(
        "mysqld invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=968
memory: usage 2097152kB, limit 2097152kB, failcnt 1180
swap: usage 0kB, limit 9007199254740988kB, failcnt 0
Memory cgroup stats for {pod}:
anon 2131357696
file 8192
kernel_stack 1441792
pagetables 4382720
shmem 4096
anon_thp 0
workingset_refault_anon 0
Tasks state (memory values in pages):
[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[ 431002] 65535 431002      243        1    28672        0          -998 pause
[ 431377]   999 431377   986210   520613  4382720        0           968 mysqld
oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd-b2.scope,mems_allowed=0-1,oom_memcg={pod},task_memcg={pod}/cri-containerd-b2.scope,task=mysqld,pid=431377,uid=999
Memory cgroup out of memory: Killed process 431377 (mysqld) total-vm:3944840kB, anon-rss:2080452kB, file-rss:2000kB, shmem-rss:0kB, UID:999 pgtables:4280kB oom_score_adj:968
oom_reaper: reaped process 431377 (mysqld), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB"
    );
    let kills = kills(&block);
    assert_eq!(kills.len(), 1, "the reaper tells of the same kill");
    expect![[r#"
        Cgroup(Some("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0330b2c1.slice")) of Some("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0330b2c1.slice/cri-containerd-b2.scope")
        mysqld (431377), asked by Some("mysqld")
        victim: anon 2031.7 file 2.0 shmem 0.0 page tables 4.2
        limit 2048.0 usage 2048.0 anon 2032.6 shmem 0.0
        431377 mysqld: 2033.6 anon ? shmem ? page tables 4.2
        431002 pause: 0.0 anon ? shmem ? page tables 0.0
    "#]]
    .assert_eq(&shown(&kills[0]));
}

/// 6.1, the whole machine: no limit but its memory, the victim's unit by its group.
#[test]
fn a_machine_of_6_1_has_its_memory_as_limit() {
    let block = "\
python3 invoked oom-killer: gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO), order=0, oom_score_adj=0
Mem-Info:
active_anon:57988 inactive_anon:1901470 isolated_anon:0
Node 0 DMA free:13312kB boost:0kB min:64kB low:80kB high:96kB
0 pages in swap cache
2097052 pages RAM
0 pages HighMem/MovableOnly
57344 pages reserved
Tasks state (memory values in pages):
[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[    812]   113   812    55123     7012   131072        0          -900 postgres
[   4711]   113  4711   310122   201133  1900544        0             0 postgres
[   5150]  1000  5150  2810120  1602340 13000704        0             0 python3
oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice/user-1000.slice/session-7.scope,task=python3,pid=5150,uid=1000
Out of memory: Killed process 5150 (python3) total-vm:11240480kB, anon-rss:6407000kB, file-rss:2360kB, shmem-rss:0kB, UID:1000 pgtables:12696kB oom_score_adj:0";
    expect![[r#"
        Host of Some("/user.slice/user-1000.slice/session-7.scope")
        python3 (5150), asked by Some("python3")
        victim: anon 6256.8 file 2.3 shmem 0.0 page tables 12.4
        limit 8191.6 usage ? anon ? shmem ?
        5150 python3: 6259.1 anon ? shmem ? page tables 12.4
        4711 postgres: 785.7 anon ? shmem ? page tables 1.8
        812 postgres: 27.4 anon ? shmem ? page tables 0.1
    "#]]
    .assert_eq(&shown(&kills(block)[0]));
}

/// 4.18 (RHEL 8) and 3.10 (RHEL 7): a line of figures for each group, the victim a
/// child of the process that scored, `UID` before the sizes.
#[test]
fn older_kernels_say_it_in_several_lines() {
    let of_4_18 = "\
postgres invoked oom-killer: gfp_mask=0x6000c0(GFP_KERNEL), nodemask=(null), order=0, oom_score_adj=0
postgres cpuset=docker-55f0.scope mems_allowed=0
Task in /docker/55f0 killed as a result of limit of /docker/55f0
memory: usage 307200kB, limit 307200kB, failcnt 5711
memory+swap: usage 307200kB, limit 307200kB, failcnt 0
kmem: usage 5120kB, limit 9007199254740988kB, failcnt 0
Memory cgroup stats for /docker/55f0: cache:43012KB rss:255000KB rss_huge:0KB shmem:43008KB mapped_file:42900KB dirty:0KB writeback:0KB swap:0KB inactive_anon:43008KB active_anon:254992KB inactive_file:4KB active_file:0KB unevictable:0KB
[ pid ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[ 7001]    26  7001    75887     7530   368640        0             0 postgres
[ 7044]    26  7044   133001    64120   770048        0             0 postgres
Memory cgroup out of memory: Kill process 7044 (postgres) score 830 or sacrifice child
Killed process 7044 (postgres) total-vm:532004kB, anon-rss:240000kB, file-rss:8000kB, shmem-rss:8480kB
oom_reaper: reaped process 7044 (postgres), now anon-rss:0kB, file-rss:0kB, shmem-rss:8480kB";
    expect![[r#"
        Cgroup(Some("/docker/55f0")) of Some("/docker/55f0")
        postgres (7044), asked by Some("postgres")
        victim: anon 234.4 file 7.8 shmem 8.3 page tables ?
        limit 300.0 usage 300.0 anon 249.0 shmem 42.0
        7044 postgres: 250.5 anon ? shmem ? page tables 0.7
        7001 postgres: 29.4 anon ? shmem ? page tables 0.4
    "#]]
    .assert_eq(&shown(&kills(of_4_18)[0]));

    let of_3_10 = "\
mysqld invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0
Task in /system.slice/docker-9f.scope killed as a result of limit of /system.slice/docker-9f.scope
memory: usage 524288kB, limit 524288kB, failcnt 77
Memory cgroup stats for /system.slice/docker-9f.scope: cache:24KB rss:400000KB rss_huge:0KB mapped_file:0KB swap:0KB inactive_anon:0KB
Memory cgroup stats for /system.slice/docker-9f.scope/init: cache:0KB rss:124000KB rss_huge:0KB mapped_file:0KB swap:0KB inactive_anon:0KB
[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
[24984]     0 24984     1200      300      12        0             0 mysqld_safe
[18177]    27 18177   330411   129100     300        0             0 mysqld
Memory cgroup out of memory: Kill process 24984 (mysqld_safe) score 968 or sacrifice child
Killed process 18177 (mysqld), UID 27, total-vm:1321644kB, anon-rss:516000kB, file-rss:400kB, shmem-rss:0kB";
    expect![[r#"
        Cgroup(Some("/system.slice/docker-9f.scope")) of Some("/system.slice/docker-9f.scope")
        mysqld (18177), asked by Some("mysqld")
        victim: anon 503.9 file 0.4 shmem 0.0 page tables ?
        limit 512.0 usage 512.0 anon 511.7 shmem ?
        18177 mysqld: 504.3 anon ? shmem ? page tables 1.2
        24984 mysqld_safe: 1.2 anon ? shmem ? page tables 0.0
    "#]]
    .assert_eq(&shown(&kills(of_3_10)[0]));
}

/// 6.8 (Ubuntu 24.04), a unit of systemd's in version 2: the shared memory of a
/// server stands apart from its own.
#[test]
fn a_unit_of_6_8_has_its_shared_memory_apart() {
    let block = "\
postgres invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
CPU: 0 PID: 4242 Comm: postgres Not tainted 6.8.0-31-generic #31-Ubuntu
memory: usage 524288kB, limit 524288kB, failcnt 9120
swap: usage 0kB, limit 0kB, failcnt 0
Memory cgroup stats for /system.slice/system-postgresql.slice/postgresql@16-main.service:
anon 390070272
file 136314880
kernel 10485760
kernel_stack 458752
pagetables 6291456
sec_pagetables 0
percpu 1440
shmem 134217728
file_mapped 133169152
Tasks state (memory values in pages):
[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
[   4100]   115  4100    56210     7680      512     2048      5120   155648        0          -900 postgres
[   4242]   115  4242   160310   125952    92160     2816     30976  1048576        0             0 postgres
oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/system.slice/system-postgresql.slice/postgresql@16-main.service,task_memcg=/system.slice/system-postgresql.slice/postgresql@16-main.service,task=postgres,pid=4242,uid=115
Memory cgroup out of memory: Killed process 4242 (postgres) total-vm:641240kB, anon-rss:368640kB, file-rss:11264kB, shmem-rss:123904kB, UID:115 pgtables:1024kB oom_score_adj:0";
    expect![[r#"
        Cgroup(Some("/system.slice/system-postgresql.slice/postgresql@16-main.service")) of Some("/system.slice/system-postgresql.slice/postgresql@16-main.service")
        postgres (4242), asked by Some("postgres")
        victim: anon 360.0 file 11.0 shmem 121.0 page tables 1.0
        limit 512.0 usage 512.0 anon 372.0 shmem 128.0
        4242 postgres: 492.0 anon 360.0 shmem 121.0 page tables 1.0
        4100 postgres: 30.0 anon 2.0 shmem 20.0 page tables 0.1
    "#]].assert_eq(&shown(&kills(block)[0]));
}

/// 5.4, a group of version 1: the summary of newer kernels, the figures already a
/// line each and called as in version 2.
#[test]
fn a_container_of_5_4_is_one_kill() {
    let block = "\
connection invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
memory: usage 1048576kB, limit 1048576kB, failcnt 331
memory+swap: usage 1048576kB, limit 2097152kB, failcnt 0
kmem: usage 6140kB, limit 9007199254740988kB, failcnt 0
Memory cgroup stats for /docker/9f0a:
anon 1065353216
file 135168
kernel_stack 1216512
shmem 0
Tasks state (memory values in pages):
[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[  23793]   999 23793   655928   262144  2506752        0             0 mysqld
oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=9f0a,mems_allowed=0,oom_memcg=/docker/9f0a,task_memcg=/docker/9f0a,task=mysqld,pid=23793,uid=999
Memory cgroup out of memory: Killed process 23793 (mysqld) total-vm:2623712kB, anon-rss:1040000kB, file-rss:8576kB, shmem-rss:0kB, UID:999 pgtables:2448kB oom_score_adj:0";
    expect![[r#"
        Cgroup(Some("/docker/9f0a")) of Some("/docker/9f0a")
        mysqld (23793), asked by Some("connection")
        victim: anon 1015.6 file 8.4 shmem 0.0 page tables 2.4
        limit 1024.0 usage 1024.0 anon 1016.0 shmem 0.0
        23793 mysqld: 1024.0 anon ? shmem ? page tables 2.4
    "#]]
    .assert_eq(&shown(&kills(block)[0]));
}

/// 5.4.0 prints bytes of page tables and calls them kB.
#[test]
fn page_tables_of_5_4_are_bytes() {
    let line = "Memory cgroup out of memory: Killed process 23793 (postgres) total-vm:2623712kB, anon-rss:506500kB, file-rss:1268kB, shmem-rss:0kB, UID:26 pgtables:5226496kB oom_score_adj:0";
    let kill = &kills(line)[0];
    assert_eq!(kill.page_table_bytes, Some(5_226_496));
    assert_eq!(kill.scope, OomScope::Cgroup(None));
    assert!(kill.tasks.is_empty());
}

/// The ring buffer begins within the table, or behind everything.
#[test]
fn a_block_without_its_beginning_still_tells_its_rest() {
    let from = |mark: &str| &OF_6_18[OF_6_18.find(mark).unwrap()..];
    let headless = &kills(from("[  25883]"))[0];
    assert_eq!(headless.invoker, None);
    assert_eq!(
        headless.scope,
        OomScope::Cgroup(Some("/plimsoll-oomtest".into()))
    );
    assert_eq!(headless.tasks[0].anon_bytes, Some(8128 * 4096));
    assert_eq!(headless.limit_bytes, None);
    let reaper =
        "oom_reaper: reaped process 431 (postgres), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB";
    let alone = &kills(reaper)[0];
    assert_eq!((alone.pid, alone.victim.as_str()), (431, "postgres"));
    assert_eq!(alone.scope, OomScope::Unsaid);
    assert_eq!(alone.anon_bytes, None, "what is left is not what it was");
}

/// The file, or the machine, ends before the victim's own line.
#[test]
fn a_block_without_its_end_is_told_by_its_summary() {
    let until = OF_6_18.rfind("\nMemory cgroup out").unwrap();
    let kill = &kills(&OF_6_18[..until])[0];
    assert_eq!((kill.pid, kill.victim.as_str()), (25883, "perl"));
    assert_eq!(kill.limit_bytes, Some(32 << 20));
    let spared = format!(
        "{}\nOOM victim 25883 (perl) is already exiting. Skip killing the task",
        &OF_6_18[..until]
    );
    assert_eq!(kills(&spared), []);
    let without = OF_6_18.find("\noom-kill:").unwrap();
    assert_eq!(kills(&OF_6_18[..without]), []);
}

/// Lines of two blocks among each other, with their threads, and of other speakers.
#[test]
fn blocks_among_each_other_are_told_apart() {
    let block = "\
[T10] postgres invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
[T20] java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
[T10] memory: usage 100kB, limit 100kB, failcnt 1
[T20] memory: usage 200kB, limit 200kB, failcnt 2
[T30] eth0: link becomes ready
[T20] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/b,task_memcg=/b,task=java,pid=20,uid=0
[T10] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/a,task_memcg=/a,task=postgres,pid=10,uid=0
[T10] Memory cgroup out of memory: Killed process 10 (postgres) total-vm:90kB, anon-rss:80kB, file-rss:0kB, shmem-rss:0kB
[T20] Memory cgroup out of memory: Killed process 20 (java) total-vm:190kB, anon-rss:180kB, file-rss:0kB, shmem-rss:0kB";
    let told: Vec<_> = kills(block)
        .into_iter()
        .map(|kill| {
            (
                kill.pid,
                kill.limit_bytes,
                kill.scope,
                kill.invoker.unwrap(),
            )
        })
        .collect();
    let group = |path: &str| OomScope::Cgroup(Some(path.to_owned()));
    assert_eq!(
        told,
        [
            (10, Some(100 << 10), group("/a"), "postgres".to_owned()),
            (20, Some(200 << 10), group("/b"), "java".to_owned())
        ]
    );
}

/// The kernel prints ten blocks in five seconds and each victim: a victim without
/// a block has nothing of the block before it.
#[test]
fn a_victim_has_no_facts_of_another_block() {
    let other = "Out of memory: Killed process 77 (postgres) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0";
    let behind = &kills(&format!("{OF_6_18}\n{other}"))[1];
    assert_eq!((behind.pid, behind.limit_bytes), (77, None));
    assert_eq!(behind.scope, OomScope::Host);
    let cut = &OF_6_18[..OF_6_18.find("\noom-kill").unwrap()];
    let within = &kills(&format!("{cut}\n{other}"))[0];
    assert_eq!((within.limit_bytes, &within.scope), (None, &OomScope::Host));
    let bare = &OF_6_18[..OF_6_18.find("\nTasks state").unwrap()];
    let late = &kills(&format!("{bare}\n@70 {other}"))[0];
    assert_eq!(late.limit_bytes, None);
}

/// `memory.oom.group`: every process of the group, one after another.
#[test]
fn a_group_that_is_killed_as_a_whole_is_many_kills() {
    let block = "\
postgres invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
memory: usage 300kB, limit 300kB, failcnt 1
[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[     10]     0    10      100       20     4096        0             0 postgres
[     11]     0    11      100       30     4096        0             0 postgres
oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/db,task_memcg=/db,task=postgres,pid=11,uid=0
Memory cgroup out of memory: Killed process 11 (postgres) total-vm:400kB, anon-rss:120kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0
Tasks in /db are going to be killed due to memory.oom.group set
Memory cgroup out of memory: Killed process 10 (postgres) total-vm:400kB, anon-rss:80kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0
Memory cgroup out of memory: Killed process 11 (postgres) total-vm:400kB, anon-rss:120kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0";
    let told: Vec<_> = kills(block)
        .into_iter()
        .map(|kill| (kill.pid, kill.limit_bytes, kill.tasks.len()))
        .collect();
    assert_eq!(told, [(11, Some(300 << 10), 2), (10, Some(300 << 10), 0)]);
}

/// Words that are alike and are none.
#[test]
fn what_looks_alike_is_no_kill() {
    let lines = "\
systemd[1]: oom-kill is no constraint
earlyoom: sending SIGTERM
oom_kill_process+0xe8/0x130
oom_kill_process: 70 callbacks suppressed
memory: 4096K
[   12] something else
Out of memory and no killable processes...";
    assert_eq!(heard(lines), []);
}
