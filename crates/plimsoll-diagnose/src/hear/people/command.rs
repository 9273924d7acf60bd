//! What a command does to a database server, by its program and its arguments.
//! A command that only looks does nothing; nor does one to something else.

use crate::hear::names;
use crate::signal::{OperatorAct, OperatorSignal};

/// Programs that run another one, which stands behind them.
const WRAPPERS: [&str; 14] = [
    "env", "nice", "ionice", "timeout", "nohup", "setsid", "sh", "bash", "dash", "su", "runuser",
    "sudo", "chroot", "time",
];

/// Programs that change the files they are given.
const CHANGERS: [&str; 18] = [
    "vi", "vim", "nvim", "nano", "emacs", "sed", "tee", "cp", "mv", "rm", "ln", "install", "rsync",
    "chmod", "chown", "truncate", "sudoedit", "dd",
];

/// What a command did, where it did something.
pub(super) fn done(command: &str) -> Option<OperatorSignal> {
    let words: Vec<&str> = command
        .split_ascii_whitespace()
        .map(|word| word.trim_matches(['"', '\'', '(', ')', ';']))
        .collect();
    let (program, args) = inner(&words)?;
    if ends_machine(program, args) {
        return Some(OperatorSignal::Reboot);
    }
    let act = act(program, args)?;
    Some(OperatorSignal::Command { act })
}

/// The program that a command really runs, and its arguments.
fn inner<'a>(words: &'a [&'a str]) -> Option<(&'a str, &'a [&'a str])> {
    let base = |word: &'a str| word.rsplit('/').next().unwrap_or(word);
    let first = base(words.first()?);
    let mut at = 0;
    if WRAPPERS.contains(&first)
        && let Some(shell) = words.iter().position(|word| *word == "-c")
    {
        at = shell + 1;
    }
    let is_passed_over = |word: &str| {
        let is_value = word.contains('=') || word.starts_with(|c: char| c.is_ascii_digit());
        WRAPPERS.contains(&base_of(word)) || word.starts_with('-') || is_value
    };
    while words.get(at).is_some_and(|word| is_passed_over(word)) {
        at += 1;
    }
    let word = words.get(at)?;
    let args = &words[at + 1..];
    // `/etc/init.d/postgresql stop`: the script's name is the service's.
    if word.contains("/init.d/") {
        return Some(("service", &words[at..]));
    }
    Some((base(word), args))
}

fn base_of(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

fn ends_machine(program: &str, args: &[&str]) -> bool {
    let has = |words: &[&str]| args.iter().any(|arg| words.contains(arg));
    match program {
        "reboot" | "poweroff" | "halt" => true,
        "shutdown" => !has(&["-c", "--help"]),
        "init" | "telinit" => has(&["0", "6"]),
        "systemctl" => has(&["reboot", "poweroff", "halt", "kexec"]),
        _ => false,
    }
}

fn act(program: &str, args: &[&str]) -> Option<OperatorAct> {
    let has = |words: &[&str]| args.iter().any(|arg| words.contains(arg));
    let is_for_database = || args.iter().any(|arg| names::is_of_database(arg));
    match program {
        "systemctl" | "service" => is_for_database().then(|| service(args)).flatten(),
        "pg_ctl" | "pg_ctlcluster" => service(args),
        "mysqladmin" | "mariadb-admin" => has(&["shutdown"]).then_some(OperatorAct::Stop),
        "patronictl" => patroni(args),
        "docker" | "podman" | "nerdctl" | "crictl" | "docker-compose" => {
            is_for_database().then(|| service(args)).flatten()
        }
        "kubectl" => {
            let is_drain = has(&["drain"]);
            let is_stop = has(&["delete", "scale", "restart"]) && is_for_database();
            (is_drain || is_stop).then_some(OperatorAct::Stop)
        }
        "kill" => (!has(&["-0", "-l", "-L"])).then_some(OperatorAct::Kill),
        "pkill" | "killall" => is_for_database().then_some(OperatorAct::Kill),
        "sysctl" => args
            .iter()
            .any(|arg| arg.contains('='))
            .then_some(OperatorAct::Configure),
        _ if CHANGERS.contains(&program) => {
            let is_its = args.iter().any(|arg| names::is_file_of_database(arg));
            is_its.then_some(OperatorAct::Configure)
        }
        _ => changes_network(program, args).then_some(OperatorAct::Network),
    }
}

/// The verb of a tool that starts and stops.
fn service(args: &[&str]) -> Option<OperatorAct> {
    args.iter().find_map(|arg| match *arg {
        "stop" | "restart" | "try-restart" | "reload-or-restart" | "force-reload" | "rm"
        | "down" | "disable" | "mask" | "isolate" => Some(OperatorAct::Stop),
        "kill" => Some(OperatorAct::Kill),
        "reload" | "edit" | "set-property" | "update" => Some(OperatorAct::Configure),
        _ => None,
    })
}

fn patroni(args: &[&str]) -> Option<OperatorAct> {
    args.iter().find_map(|arg| match *arg {
        "restart" | "switchover" | "failover" | "reinit" | "remove" => Some(OperatorAct::Stop),
        "edit-config" | "reload" => Some(OperatorAct::Configure),
        _ => None,
    })
}

/// Packet filters and interfaces; not where they are only shown.
fn changes_network(program: &str, args: &[&str]) -> bool {
    let has = |words: &[&str]| args.iter().any(|arg| words.contains(arg));
    match program {
        "iptables" | "ip6tables" => has(&[
            "-A", "-I", "-D", "-F", "-P", "-R", "--append", "--insert", "--delete", "--flush",
            "--policy",
        ]),
        "nft" => has(&[
            "add", "insert", "delete", "flush", "-f", "replace", "destroy",
        ]),
        "ufw" => has(&[
            "allow", "deny", "reject", "limit", "delete", "enable", "disable", "reset",
        ]),
        "firewall-cmd" => args.iter().any(|arg| {
            ["--add", "--remove", "--reload", "--panic-on", "--set"]
                .iter()
                .any(|verb| arg.starts_with(verb))
        }),
        "ip" | "tc" => has(&["set", "add", "del", "delete", "change", "replace", "flush"]),
        "nmcli" => has(&["down", "up", "modify", "delete", "off", "disconnect"]),
        "ifconfig" => has(&["down", "up"]),
        "netplan" => has(&["apply", "try"]),
        "iptables-restore" | "ifdown" | "ifup" => true,
        _ => false,
    }
}
