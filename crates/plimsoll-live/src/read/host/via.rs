//! The kernel's files of another machine, brought by a command of the user's own
//! (`ssh db1`, `docker exec -i db`, `kubectl exec -i db-0 --`): one run of a shell
//! there, whose script is fixed and given on its standard input. As an argument,
//! `ssh` would have the other side's shell read it a second time.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Tree;
use crate::read::command::Command;

/// What is given to the shell of the other machine. No user's word is ever put in.
pub const SCRIPT: &str = include_str!("via.sh");

/// How much of what it prints is read.
const OUTPUT_MAX: usize = 64 << 20;

/// The files of the machine that a command leads to. The command is run as it is,
/// without a shell of this machine, and `sh` put after its words.
///
/// # Errors
/// One line: the command is empty, cannot be run, took too long, or did not lead
/// to a shell that could run the script.
pub async fn tree_via(prefix: &[String], time_max: Duration) -> Result<Tree, String> {
    // The program alone: a word after it may be a secret (`sshpass -p …`).
    let shown = match prefix {
        [program, _, ..] => format!("{program} …"),
        prefix => prefix.concat(),
    };
    let mut words: Vec<&str> = prefix.iter().map(String::as_str).collect();
    if words.is_empty() {
        return Err("no command was given".to_owned());
    }
    words.push("sh");
    let command = Command {
        words: &words,
        variables: &[],
        stdin: SCRIPT,
        bytes_max: OUTPUT_MAX,
        time_max,
    };
    let said = command.output().await;
    let said = said.map_err(|error| format!("cannot run `{shown} sh`: {error}"))?;
    if said.text.is_cut {
        let bytes = OUTPUT_MAX >> 20;
        return Err(format!("`{shown} sh` printed more than {bytes} MiB"));
    }
    // One that leaves something running there may have said all the same.
    let tree = parse(&String::from_utf8_lossy(&said.text.bytes));
    tree.ok_or_else(|| {
        if said.status.is_none() {
            return format!("`{shown} sh` took more than {} s", time_max.as_secs());
        }
        let why = said.complaint();
        format!("`{shown} sh` did not run the script to its end: {why}")
    })
}

/// The files in what the script printed; `None` where its end is missing. Lines
/// that it did not print (a greeting of the other machine) are passed over.
pub fn parse(output: &str) -> Option<Tree> {
    let mut texts = BTreeMap::new();
    let mut open: Option<(&str, String)> = None;
    for line in output.lines() {
        if let Some(path) = line.strip_prefix('=') {
            texts.extend(open.take().map(|(path, text)| (path.to_owned(), text)));
            if path == "end" {
                return Some(Tree::of_texts(texts));
            }
            open = Some((path, String::new()));
        } else if let (Some(content), Some((_, text))) = (line.strip_prefix(' '), open.as_mut()) {
            text.push_str(content);
            text.push('\n');
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, parse, tree_via};
    use crate::read::host::machine::SYSCTLS;
    use std::time::Duration;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn files_are_told_apart_and_a_cut_output_is_none() {
        let output = "Welcome!\n=/a\n one\n =/b\n=/c\n two\n=end\n";
        let tree = parse(output).unwrap();
        assert_eq!(tree.read("/a").unwrap(), "one\n=/b\n");
        assert_eq!(tree.read("/c").unwrap(), "two\n");
        assert!(tree.read("/b").is_err());
        assert!(parse("=/a\n one\n").is_none());
    }

    #[test]
    fn the_script_brings_every_kernel_setting_that_is_read() {
        for name in SYSCTLS {
            let last = name.rsplit('.').next().unwrap();
            assert!(SCRIPT.contains(last), "{name}");
        }
    }

    #[tokio::test]
    async fn what_went_wrong_is_said() {
        let slow = tree_via(
            &["sh", "-c", "exec sleep 100"].map(str::to_owned),
            Duration::ZERO,
        )
        .await;
        assert!(slow.unwrap_err().contains("took more than 0 s"));
        let none = tree_via(&words("no-such-program-here"), Duration::from_secs(9)).await;
        assert!(
            none.unwrap_err()
                .starts_with("cannot run `no-such-program-here sh`")
        );
        let wrong = tree_via(&words("sh -c false"), Duration::from_secs(9)).await;
        assert!(wrong.unwrap_err().ends_with("it said nothing"));
        assert!(tree_via(&[], Duration::from_secs(9)).await.is_err());
    }
}
