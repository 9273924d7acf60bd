//! The kernel's files of another machine, brought by a command of the user's own
//! (`ssh db1`, `docker exec -i db`, `kubectl exec -i db-0 --`): one run of a shell
//! there, whose script is fixed and given on its standard input. As an argument,
//! `ssh` would have the other side's shell read it a second time.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use super::Tree;

/// What is given to the shell of the other machine. No user's word is ever put in.
pub const SCRIPT: &str = include_str!("via.sh");

/// How much of what it prints is read.
const OUTPUT_MAX: u64 = 64 << 20;

/// How much of its complaints is read.
const COMPLAINTS_MAX: u64 = 4 << 10;

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
    let run = tokio::time::timeout(time_max, output(prefix));
    let (text, complaints) = run
        .await
        .map_err(|_| format!("`{shown} sh` took more than {} s", time_max.as_secs()))?
        .map_err(|error| format!("cannot run `{shown} sh`: {error}"))?;
    parse(&text).ok_or_else(|| {
        let said = complaints
            .lines()
            .next_back()
            .unwrap_or("it said nothing")
            .to_owned();
        let said: String = said.chars().filter(|c| !c.is_control()).collect();
        format!("`{shown} sh` did not run the script to its end: {said}")
    })
}

async fn output(prefix: &[String]) -> std::io::Result<(String, String)> {
    let no_words = || std::io::Error::new(std::io::ErrorKind::InvalidInput, "no command was given");
    let (program, words) = prefix.split_first().ok_or_else(no_words)?;
    let mut child = Command::new(program)
        .args(words)
        .arg("sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let stdin = child.stdin.take();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let write = async {
        if let Some(mut stdin) = stdin {
            // One that reads no script says so by what it prints.
            let _closed_early = stdin.write_all(SCRIPT.as_bytes()).await;
        }
    };
    let read = async {
        match child.stdout.take() {
            Some(pipe) => pipe.take(OUTPUT_MAX).read_to_end(&mut stdout).await,
            None => Ok(0),
        }
    };
    let complain = async {
        match child.stderr.take() {
            Some(pipe) => pipe.take(COMPLAINTS_MAX).read_to_end(&mut stderr).await,
            None => Ok(0),
        }
    };
    let ((), read, complained) = tokio::join!(write, read, complain);
    read?;
    complained?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((text(&stdout), text(&stderr)))
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
