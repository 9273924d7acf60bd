//! Nodes of one group beside each other: where what somebody set is not alike. A
//! node's own place and role are no difference.

use plimsoll_conf::differences;
use plimsoll_conf::running::is_of_the_role;

use super::judged::Judged;

/// Differences that one note names.
const NAMED_MAX: usize = 10;

/// What is each node's own: where it listens, lies and writes, what it is called.
const OWN: [&str; 43] = [
    "admin_address",
    "admin_port",
    "auto_increment_offset",
    "basedir",
    "bind_address",
    "cluster_name",
    "config_file",
    "data_directory",
    "datadir",
    "external_pid_file",
    "general_log_file",
    "group_replication_local_address",
    "hba_file",
    "hostname",
    "ident_file",
    "innodb_data_home_dir",
    "innodb_log_group_home_dir",
    "listen_addresses",
    "log_bin_basename",
    "log_bin_index",
    "log_directory",
    "log_error",
    "log_filename",
    "mysqlx_bind_address",
    "mysqlx_port",
    "mysqlx_socket",
    "pid_file",
    "port",
    "relay_log",
    "relay_log_basename",
    "relay_log_index",
    "report_host",
    "report_port",
    "server_id",
    "server_uuid",
    "slow_query_log_file",
    "socket",
    "ssl_cert_file",
    "ssl_key_file",
    "tmpdir",
    "unix_socket_directories",
    "wsrep_node_address",
    "wsrep_node_name",
];

/// Notes on each node where it is not as the first of its group.
pub(crate) fn noted(servers: &mut [Judged]) {
    for at in 1..servers.len() {
        let (before, rest) = servers.split_at_mut(at);
        if let Some(one) = rest.first_mut() {
            let first = before.iter().find(|first| are_of_one_group(first, one));
            let note = first.and_then(|first| note(first, one));
            one.server.notes.extend(note);
        }
    }
}

fn are_of_one_group(one: &Judged, other: &Judged) -> bool {
    let nodes = one.node.as_ref().zip(other.node.as_ref());
    nodes.is_some_and(|(one, other)| {
        one.group == other.group && one.settings.engine == other.settings.engine
    })
}

/// `None`: they are alike.
fn note(first: &Judged, one: &Judged) -> Option<String> {
    let (a, b) = (first.node.as_ref()?, one.node.as_ref()?);
    let is_set = |name: &str| {
        let mut both = [first, one].into_iter();
        both.any(|it| it.server.checked.config.settings.contains_key(name))
    };
    let is_meant = |name: &str| is_set(name) && !OWN.contains(&name) && !is_of_the_role(name);
    let differences = differences(&a.settings, &b.settings).into_iter();
    let unlike = differences.filter(|it| is_meant(&it.parameter));
    // A parameter that one does not have is of another version.
    let unlike: Vec<String> = unlike
        .filter_map(|it| {
            Some(format!(
                "{} is {}, there {}",
                it.parameter, it.other?, it.one?
            ))
        })
        .collect();
    let (named, more) = unlike.split_at(unlike.len().min(NAMED_MAX));
    let more = match more.len() {
        0 => String::new(),
        count => format!("; and {count} more"),
    };
    let (group, other) = (&b.group, &first.server.checked.path);
    let named = named.join("; ");
    (!unlike.is_empty()).then(|| format!("unlike {other} of its group {group}: {named}{more}"))
}
