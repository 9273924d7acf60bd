//! `plimsoll top` in a terminal of script(1)'s, with what it draws read as a terminal
//! would.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use plimsoll_lab::Sign;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Daemon, plimsoll, section, server, until};

const ROWS: usize = 24;
const COLUMNS: usize = 80;
const NOBODY: &str = "[[server]]\nname = \"a\"\nurl = \"postgres://a@127.0.0.1:1/b\"\n";

/// A shell in a terminal that runs `top`, and says before and after how its terminal is
/// set.
struct Terminal {
    child: Child,
    keys: ChildStdin,
    written: Arc<Mutex<Vec<u8>>>,
}

impl Terminal {
    fn with_top(daemon: &Daemon) -> Self {
        let (program, port) = (env!("CARGO_BIN_EXE_plimsoll"), daemon.port);
        let top = format!("echo pid $$; exec {program} top --url http://127.0.0.1:{port}");
        let shell = format!(
            "stty rows {ROWS} cols {COLUMNS}; echo set $(stty -g); sh -c '{top}'; echo code $?; echo set $(stty -g)"
        );
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--command", &shell, "/dev/null"]);
        command.env("TERM", "xterm").env("SHELL", "/bin/sh");
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("script(1) of util-linux");
        let (keys, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let written = Arc::new(Mutex::new(Vec::new()));
        let hand = written.clone();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                hand.lock().unwrap().extend_from_slice(&bytes[..count]);
            }
        });
        Self {
            child,
            keys,
            written,
        }
    }

    fn written(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned()
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until a line of the screen has all of these words.
    fn until_line(&self, words: &[&str]) {
        until(&format!("a line with {words:?}"), || {
            let lines = screen(&self.written());
            let has = |line: &String| words.iter().all(|word| line.contains(word));
            lines.iter().any(has).then_some(())
        });
    }

    /// Waits until the shell has ended, and checks that the terminal is as it was.
    fn ended_well(mut self) {
        until("the shell ends", || self.child.try_wait().unwrap());
        let written = until("all is read", || {
            let written = self.written();
            let is_all = written.matches("set ").count() == 2 && written.ends_with('\n');
            is_all.then_some(written)
        });
        assert!(written.contains("code 0"), "{written:?}");
        let mut set = written.lines().filter_map(|it| it.split_once("set "));
        let (before, after) = (set.next().unwrap().1, set.next().unwrap().1);
        assert_eq!(before, after);
        let (entered, left) = (written.rfind("\x1b[?1049h"), written.rfind("\x1b[?1049l"));
        assert!(entered.is_some() && left > entered, "{written:?}");
        assert!(written.rfind("\x1b[?25h") > written.rfind("\x1b[?25l"));
    }
}

/// The screen after all that was written: positions and letters, no looks.
fn screen(written: &str) -> Vec<String> {
    let mut cells = vec![vec![' '; COLUMNS]; ROWS];
    let (mut row, mut column) = (0, 0);
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        if letter == '\x1b' {
            // It ends with a letter (ECMA-48, 5.4), or is not all there yet.
            let mut sequence = String::new();
            for letter in letters.by_ref().skip_while(|it| *it == '[') {
                sequence.push(letter);
                if letter.is_ascii_alphabetic() {
                    break;
                }
            }
            if let Some(place) = sequence.strip_suffix('H') {
                let (down, right) = place.split_once(';').unwrap();
                row = down.parse::<usize>().unwrap() - 1;
                column = right.parse::<usize>().unwrap() - 1;
            } else if sequence.ends_with('J') || sequence == "?1049h" {
                cells = vec![vec![' '; COLUMNS]; ROWS];
            }
        } else if !letter.is_control() && row < ROWS && column < COLUMNS {
            cells[row][column] = letter;
            column += 1;
        }
    }
    cells.into_iter().map(String::from_iter).collect()
}

#[test]
fn a_server_that_is_killed_is_seen_and_a_daemon_that_ends_too() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let daemon = Daemon::start("", &section("shop", &instance, ""));
    let mut terminal = Terminal::with_top(&daemon);
    terminal.until_line(&["shop", "pg16", " up ", "/"]);
    terminal.press("d");
    terminal.until_line(&["anonymous", "shared"]);
    terminal.press("\x1b");
    terminal.until_line(&["shop", "pg16", " up "]);

    instance.send_all(Sign::Kill);
    terminal.until_line(&["shop", "pg16", " down "]);
    terminal.until_line(&["shop: down: nothing listens"]);

    daemon.stop();
    terminal.until_line(&["no answer for", "this is of"]);
    terminal.until_line(&["shop", "pg16", " down "]);
    terminal.press("q");
    terminal.ended_well();
}

#[test]
fn a_terminal_is_given_back_after_a_signal() {
    for signal in [Signal::TERM, Signal::INT] {
        let daemon = Daemon::start("", NOBODY);
        let terminal = Terminal::with_top(&daemon);
        terminal.until_line(&["plimsoll top", "1 server"]);
        let written = terminal.written();
        let pid = written.split("pid ").nth(1).unwrap();
        let pid = pid.split_whitespace().next().unwrap().parse().unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
        terminal.ended_well();
    }
    let daemon = Daemon::start("", NOBODY);
    let mut terminal = Terminal::with_top(&daemon);
    terminal.until_line(&["plimsoll top", "1 server"]);
    terminal.press("\x03");
    terminal.ended_well();
}

#[test]
fn without_a_terminal_it_says_what_to_use() {
    let output = plimsoll(&["top"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), said.lines().count()),
        (Some(2), 1),
        "{said}"
    );
    assert!(said.contains("plimsoll status"), "{said}");
    assert!(output.stdout.is_empty());
}
