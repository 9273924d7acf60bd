//! Who speaks, by the name of the program or the unit.

use crate::record::Speaker;

/// How names begin, the longer before the shorter. What is in no row is taken for
/// an application.
const PROGRAMS: [(&str, Speaker); 57] = [
    ("kernel", Speaker::Kernel),
    ("systemd-logind", Speaker::People),
    ("audit", Speaker::People),
    ("systemd-journald", Speaker::Application),
    ("systemd-resolved", Speaker::Application),
    ("systemd-networkd", Speaker::Application),
    ("systemd-timesyncd", Speaker::Application),
    ("systemd-udevd", Speaker::Application),
    ("systemd", Speaker::Systemd),
    ("earlyoom", Speaker::Systemd),
    ("postgres", Speaker::Postgresql),
    ("postmaster", Speaker::Postgresql),
    ("edb-postgres", Speaker::Postgresql),
    ("pg_ctl", Speaker::Postgresql),
    ("mysqld", Speaker::Mysql),
    ("mysql", Speaker::Mysql),
    ("mariadb", Speaker::Mysql),
    ("percona", Speaker::Mysql),
    ("patroni", Speaker::DatabaseOperator),
    ("repmgr", Speaker::DatabaseOperator),
    ("pg_autoctl", Speaker::DatabaseOperator),
    ("stolon", Speaker::DatabaseOperator),
    ("pacemaker", Speaker::DatabaseOperator),
    ("corosync", Speaker::DatabaseOperator),
    ("pgbouncer", Speaker::Pooler),
    ("proxysql", Speaker::Pooler),
    ("odyssey", Speaker::Pooler),
    ("pgcat", Speaker::Pooler),
    ("pgpool", Speaker::Pooler),
    ("haproxy", Speaker::Proxy),
    ("nginx", Speaker::Web),
    ("apache2", Speaker::Web),
    ("httpd", Speaker::Web),
    ("kubelet", Speaker::Kubernetes),
    ("k3s", Speaker::Kubernetes),
    ("containerd", Speaker::Kubernetes),
    ("dockerd", Speaker::Kubernetes),
    ("docker", Speaker::Kubernetes),
    ("crio", Speaker::Kubernetes),
    ("podman", Speaker::Kubernetes),
    ("autoheal", Speaker::Kubernetes),
    ("dpkg", Speaker::Packages),
    ("apt", Speaker::Packages),
    ("unattended-upgrade", Speaker::Packages),
    ("needrestart", Speaker::Packages),
    ("dnf", Speaker::Packages),
    ("yum", Speaker::Packages),
    ("rpm", Speaker::Packages),
    ("packagekit", Speaker::Packages),
    ("sudo", Speaker::People),
    ("doas", Speaker::People),
    ("sshd", Speaker::People),
    ("su", Speaker::People),
    ("shutdown", Speaker::People),
    ("reboot", Speaker::People),
    ("halt", Speaker::People),
    ("poweroff", Speaker::People),
];

/// Names that have to be whole: other programs begin alike.
const WHOLE: [&str; 4] = ["su", "yum", "rpm", "apt"];

/// Who speaks: by the program's name, else by its unit's or its container's.
pub(in crate::read::formats) fn speaker(program: &str, unit: Option<&str>) -> Speaker {
    let by_program = known(program);
    let by_unit = || unit.and_then(known);
    by_program.or_else(by_unit).unwrap_or(Speaker::Application)
}

fn known(name: &str) -> Option<Speaker> {
    let name = name.rsplit('/').next()?;
    let is_named = |known: &str| {
        let rest = name.strip_prefix(known);
        rest.is_some_and(|rest| rest.is_empty() || !WHOLE.contains(&known))
    };
    let (_, speaker) = PROGRAMS.iter().find(|(known, _)| is_named(known))?;
    // Exporters, backups and their like carry the name of what they serve.
    let is_helper = ["exporter", "backup", "agent"]
        .iter()
        .any(|it| name.contains(it));
    (!is_helper).then_some(*speaker)
}

/// Whether a message of `PostgreSQL` goes on with the one before it: a further part
/// of it as syslog gets it (`[3-2] `, src/backend/utils/error/elog.c,
/// `write_syslog`), or a further line of it as a journal gets it.
pub(in crate::read::formats) fn goes_on(message: &[u8]) -> bool {
    const LABELS: [&[u8]; 6] = [
        b"DETAIL:  ",
        b"HINT:  ",
        b"STATEMENT:  ",
        b"CONTEXT:  ",
        b"QUERY:  ",
        b"LOCATION:  ",
    ];
    const PREFIX_BYTES_MAX: usize = 200;
    if let Some(part) = part(message) {
        return part > 1;
    }
    let head = &message[..message.len().min(PREFIX_BYTES_MAX)];
    head.starts_with(b"\t")
        || head.starts_with(b"#011")
        || LABELS
            .iter()
            .any(|label| memchr::memmem::find(head, label).is_some())
}

/// Which part of a message `[3-2] ` stands before.
fn part(message: &[u8]) -> Option<u32> {
    const PART_BYTES_MAX: usize = 24;
    let head = &message[..message.len().min(PART_BYTES_MAX)];
    let inner = head.strip_prefix(b"[")?;
    let inner = &inner[..memchr::memchr(b']', inner)?];
    let (count, part) = std::str::from_utf8(inner).ok()?.split_once('-')?;
    count.parse::<u64>().ok()?;
    part.parse().ok()
}
