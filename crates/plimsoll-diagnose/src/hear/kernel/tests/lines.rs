//! Lines that tell something by themselves, and those that look like them.

use expect_test::expect;

use super::heard;
use crate::signal::Said;

fn told(lines: &str) -> String {
    let told = heard(lines).into_iter().map(|(line, said)| match said {
        Said::Kernel(said) => format!("{line}: {said:?}"),
        other => format!("{line}: {other:?}"),
    });
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn crashes_and_hangs_name_their_process() {
    expect![[r#"
        1: Fault { process: "postgres", pid: Some(431), code: Some("postgres") }
        2: Fault { process: "mysqld", pid: Some(77), code: Some("mysqld") }
        3: Fault { process: "mysqld", pid: Some(78), code: Some("mysqld") }
        4: Fault { process: "mysqld", pid: Some(79), code: Some("libc.so.6") }
        5: Fault { process: "postgres", pid: Some(80), code: Some("llvmjit.so") }
        6: Fault { process: "mariadbd", pid: Some(81), code: Some("libc.so.6") }
        7: Fault { process: "postgres", pid: Some(82), code: Some("postgres") }
        8: AllocationFailed { process: "kworker/0:1" }
        9: AllocationFailed { process: "postgres" }
        10: TaskHung { process: "jbd2/sda1-8" }
        11: TaskHung { process: "postgres" }
        12: Panic"#]]
    .assert_eq(&told("\
postgres[431]: segfault at 0 ip 000055d5d0f3a1b0 sp 00007ffc0a0 error 4 in postgres[55d5d0b00000+5e2000] likely on CPU 3 (core 1, socket 0)
traps: mysqld[77] general protection fault ip:55a sp:7ff error:0 in mysqld[55a+2000]
traps: mysqld[78] general protection ip:55a sp:7ff error:0 in mysqld[55a+2000]
traps: mysqld[79] trap invalid opcode ip:55a sp:7ff error:0 in libc.so.6[7f+1000]
postgres[80]: unhandled level 0 translation fault (11) at 0xffff89daa17b, ESR 0x82000004, in llvmjit.so[ffff9a400000+28000]
mariadbd[81]: unhandled exception: DABT (lower EL), ESR 0x0000000092000004, level 0 translation fault in libc.so.6[ffff9a400000+28000]
postgres[82]: segfault (11) at 10 nip 7fff8 lr 7fff9 code 1 in postgres[10000000+a0000]
kworker/0:1: page allocation failure: order:4, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO), nodemask=(null),cpuset=/,mems_allowed=0
XFS: postgres(431) possible memory allocation deadlock size 65552 in kmem_realloc (mode:0x250)
INFO: task jbd2/sda1-8:301 blocked for more than 120 seconds.
watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [postgres:431]
Kernel panic - not syncing: Fatal exception"));
}

#[test]
fn disks_and_file_systems_name_their_device() {
    expect![[r#"
        1: DiskError { device: Some("sda") }
        2: DiskError { device: Some("nvme0n1") }
        3: DiskError { device: Some("sdb") }
        4: DiskError { device: Some("dm-0") }
        5: DiskError { device: Some("sda1") }
        6: DiskError { device: Some("nvme0") }
        7: DiskError { device: Some("nvme1") }
        8: DiskError { device: Some("ata1.00") }
        9: DiskError { device: Some("sdb1") }
        10: DiskError { device: Some("nfs: server 10.0.0.1") }
        11: FilesystemError { device: Some("dm-8"), read_only: false }
        12: FilesystemError { device: Some("sda1"), read_only: true }
        13: FilesystemError { device: Some("sda1"), read_only: false }
        14: FilesystemError { device: Some("dm-0"), read_only: true }
        15: FilesystemError { device: Some("dm-1"), read_only: true }
        16: FilesystemError { device: Some("sdc"), read_only: true }"#]]
    .assert_eq(&told("\
blk_update_request: I/O error, dev sda, sector 12345 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0
I/O error, dev nvme0n1, sector 88 op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 2
critical medium error, dev sdb, sector 88 op 0x0:(READ) flags 0x0
Buffer I/O error on dev dm-0, logical block 123, lost async page write
Buffer I/O error on device sda1, logical block 9
nvme nvme0: I/O 123 QID 4 timeout, aborting
nvme nvme1: controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0x10
ata1.00: exception Emask 0x0 SAct 0x4 SErr 0x0 action 0x6 frozen
md/raid1:md0: Disk failure on sdb1, disabling device.
nfs: server 10.0.0.1 not responding, still trying
EXT4-fs error (device dm-8): ext4_find_entry:1455: inode #2: comm postgres: reading directory lblock 0
EXT4-fs (sda1): Remounting filesystem read-only
Aborting journal on device sda1-8.
XFS (dm-0): Corruption of in-memory data detected.  Shutting down filesystem
XFS (dm-1): Filesystem has been shut down due to log error (0x2).
BTRFS info (device sdc: state EA): forced readonly"));
}

#[test]
fn links_name_their_interface() {
    expect![[r#"
        1: LinkDown { interface: Some("eth0") }
        2: LinkUp { interface: Some("eth1") }
        3: LinkDown { interface: Some("eth2") }
        4: LinkUp { interface: Some("eth3") }
        5: LinkDown { interface: Some("eth4") }
        6: LinkDown { interface: Some("eth5") }
        7: LinkUp { interface: Some("eth6") }
        8: ConntrackFull
        10: ConntrackFull"#]]
    .assert_eq(&told(
        "\
e1000e: eth0 NIC Link is Down
igb 0000:01:00.0 eth1: igb: eth1 NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX
tg3 0000:03:00.0 eth2: Link is down
mlx5_core 0000:3b:00.0 eth3: Link up
bnx2 0000:02:00.0 eth4: NIC Copper Link is Down
bond0: (slave eth5): link status definitely down, disabling slave
bond0: link status definitely up for interface eth6, 1000 Mbps full duplex
nf_conntrack: nf_conntrack: table full, dropping packet
net_ratelimit: 5 callbacks suppressed
@90 nf_conntrack: table full, dropping packet",
    ));
}

#[test]
fn the_machine_tells_of_its_start_its_hardware_and_its_limits() {
    expect![[r#"
        1: Boot
        2: HardwareError
        4: Watchdog { fired: true }
        5: Watchdog { fired: false }
        6: LimitReached { what: "processes of a group" }
        7: LimitReached { what: "open files of the machine" }
        8: LimitReached { what: "huge pages" }"#]]
    .assert_eq(&told(
        "\
Linux version 5.15.0-105-generic (buildd@lcy02) (gcc (Ubuntu 11.4.0) 11.4.0) #115-Ubuntu SMP
EDAC MC0: 1 UE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0
softdog: initialized. soft_noboot=0 soft_margin=60 sec soft_panic=0 (nowayout=0)
softdog: Initiating system reboot
watchdog: watchdog0: watchdog did not stop!
cgroup: fork rejected by pids controller in /system.slice/postgresql.service
VFS: file-max limit 1024 reached
HugeTLB: allocating 6400 of page size 2.00 MiB failed.  Only allocated 3071 hugepages.",
    ));
}

/// What a healthy machine says as it starts and works.
#[test]
fn a_healthy_machine_says_nothing() {
    let lines = "\
ata1: SATA link up 6.0 Gbps (SStatus 133 SControl 300)
ata2: SATA link down (SStatus 4 SControl 300)
pcieport 0000:00:1c.0: pciehp: Slot(0): Link Up
IPv6: ADDRCONF(NETDEV_CHANGE): eth0: link becomes ready
blk_update_request: I/O error, dev fd0, sector 0 op 0x0:(READ) flags 0x0
blk_update_request: operation not supported error, dev nvme1n1, sector 0 op 0x9:(WRITE_ZEROES)
nvme nvme0: I/O 12 QID 1 timeout, completion polled
EXT4-fs (sda1): re-mounted. Opts: errors=remount-ro. Quota mode: none.
EXT4-fs (sda1): mounted filesystem with ordered data mode
XFS (dm-0): Ending clean mount
EDAC MC: Ver: 3.0.0
EDAC MC0: 1 CE memory read error on CPU_SrcID#0
mce: [Hardware Error]: Machine check events logged
HugeTLB: registered 2.00 MiB page size, pre-allocated 0 pages
docker0: port 13(veth1566a2e) entered disabled state
traps: Missing ENDBR
systemd[1]: Detected architecture x86-64.
Command line: BOOT_IMAGE=/vmlinuz-5.15.0 panic=-1 Kernel panic
nfs: server 10.0.0.1 OK
usb 1-1: new high-speed USB device number 2 using xhci_hcd";
    assert_eq!(told(lines), "");
}
