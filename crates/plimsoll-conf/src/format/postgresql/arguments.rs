//! Arguments of the command line that set parameters: `-c name=value`,
//! `--name=value` and the letters with a parameter of their own.
//!
//! Facts: the manual's page of `postgres`; `PostmasterMain` and
//! `ParseLongOption` of PostgreSQL 12 to 18.

use std::path::PathBuf;

/// What the arguments say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    /// Settings in order.
    pub(super) settings: Vec<Argument>,
    /// The folder of `-D`.
    pub(super) folder: Option<PathBuf>,
    /// What the server would not take, as given.
    pub(super) refused: Vec<String>,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    /// The parameter's name as the server looks it up.
    pub(super) name: String,
    /// Its value.
    pub(super) value: String,
    /// The argument as given.
    pub(super) given: String,
}

/// Letters with a value and the parameter they set.
const VALUED: &[(char, &str)] = &[
    ('B', "shared_buffers"),
    ('h', "listen_addresses"),
    ('k', "unix_socket_directories"),
    ('N', "max_connections"),
    ('p', "port"),
    ('S', "work_mem"),
    ('W', "post_auth_delay"),
];

/// Letters without a value and what they set.
const SWITCHES: &[(char, &str, &str)] = &[
    ('e', "datestyle", "euro"),
    ('F', "fsync", "false"),
    ('i', "listen_addresses", "*"),
    ('l', "ssl", "true"),
    ('O', "allow_system_table_mods", "true"),
    ('P', "ignore_system_indexes", "true"),
    ('s', "log_statement_stats", "true"),
];

/// `-f` and `-t`: a letter of theirs and the parameter it sets.
const PLANS: &[(&str, &str)] = &[
    ("s", "enable_seqscan"),
    ("i", "enable_indexscan"),
    ("o", "enable_indexonlyscan"),
    ("b", "enable_bitmapscan"),
    ("t", "enable_tidscan"),
    ("n", "enable_nestloop"),
    ("m", "enable_mergejoin"),
    ("h", "enable_hashjoin"),
];
const TIMINGS: &[(&str, &str)] = &[
    ("pa", "log_parser_stats"),
    ("pl", "log_planner_stats"),
    ("e", "log_executor_stats"),
];

/// Letters that set no parameter: without and with a value.
const OTHERS: &str = "bEjnT";
const OTHERS_VALUED: &str = "Cor";

/// Reads the words; one word may hold a letter and its value (`-c a=b`).
pub(super) fn read(words: &[String]) -> Arguments {
    let mut read = Arguments::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if let Some(long) = word.strip_prefix("--") {
            read.long(long, word);
            continue;
        }
        let Some(letters) = word.strip_prefix('-') else {
            read.refused.push(word.clone());
            continue;
        };
        let mut letters = letters.chars();
        while let Some(letter) = letters.next() {
            if read.switch(letter, word) {
                continue;
            }
            let own = letters.as_str().trim_start();
            let (value, given) = match (own, word) {
                ("", word) => match rest.next() {
                    Some(next) => (next.as_str(), format!("{word} {next}")),
                    None => ("", word.clone()),
                },
                (own, word) => (own, word.clone()),
            };
            read.valued(letter, value, &given);
            break;
        }
    }
    read
}

impl Arguments {
    fn set(&mut self, name: &str, value: &str, given: &str) {
        self.settings.push(Argument {
            name: name.to_owned(),
            value: value.to_owned(),
            given: given.to_owned(),
        });
    }

    fn long(&mut self, text: &str, given: &str) {
        match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => {
                self.set(&name.replace('-', "_"), value, given);
            }
            Some(_) | None => self.refused.push(given.to_owned()),
        }
    }

    /// Takes a letter that has no value; `false` when it is none.
    fn switch(&mut self, letter: char, given: &str) -> bool {
        if let Some((_, name, value)) = SWITCHES.iter().find(|(own, ..)| *own == letter) {
            self.set(name, value, given);
            return true;
        }
        OTHERS.contains(letter) || letter == ' '
    }

    fn valued(&mut self, letter: char, value: &str, given: &str) {
        let parameter = VALUED.iter().find(|(own, _)| *own == letter);
        let among = |table: &[(&str, &'static str)]| {
            let mut found = table.iter().filter(|(own, _)| value.starts_with(own));
            found.next().map(|(_, name)| *name)
        };
        match (letter, parameter) {
            (_, Some((_, name))) => self.set(name, value, given),
            ('c', None) => self.long(value, given),
            ('D', None) => self.folder = Some(PathBuf::from(value)),
            ('d', None) => self.debug(value, given),
            ('f', None) => match among(PLANS) {
                Some(name) => self.set(name, "false", given),
                None => self.refused.push(given.to_owned()),
            },
            ('t', None) => match among(TIMINGS) {
                Some(name) => self.set(name, "true", given),
                None => self.refused.push(given.to_owned()),
            },
            (letter, None) if OTHERS_VALUED.contains(letter) => {}
            (_, None) => self.refused.push(given.to_owned()),
        }
    }

    /// `-d`: how much is logged, from 0 to 5.
    fn debug(&mut self, value: &str, given: &str) {
        let level: u8 = value.parse().unwrap_or(0);
        let messages = if level > 0 {
            format!("debug{level}")
        } else {
            "notice".to_owned()
        };
        self.set("log_min_messages", &messages, given);
        let more = [
            (1, "log_connections", "true"),
            (1, "log_disconnections", "true"),
            (2, "log_statement", "all"),
            (3, "debug_print_parse", "true"),
            (4, "debug_print_plan", "true"),
            (5, "debug_print_rewritten", "true"),
        ];
        for (from, name, value) in more {
            if level >= from {
                self.set(name, value, given);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn settings(words: &[&str]) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let read = read(&words);
        let said = read.settings.iter();
        let mut said: Vec<String> = said.map(|a| format!("{}={}", a.name, a.value)).collect();
        said.extend(read.folder.map(|folder| format!("D {}", folder.display())));
        said.extend(read.refused.iter().map(|given| format!("! {given}")));
        said
    }

    #[test]
    fn arguments_set_what_the_server_says() {
        let cases: &[(&[&str], &[&str])] = &[
            (&["-c", "work_mem=64MB"], &["work_mem=64MB"]),
            (&["-c work_mem=64MB"], &["work_mem=64MB"]),
            (&["-cwork_mem=64MB"], &["work_mem=64MB"]),
            (&["--work-mem=5MB"], &["work_mem=5MB"]),
            (
                &["-S", "7000", "-B16"],
                &["work_mem=7000", "shared_buffers=16"],
            ),
            (
                &["-N 20", "-p", "5433"],
                &["max_connections=20", "port=5433"],
            ),
            (&["-Fi"], &["fsync=false", "listen_addresses=*"]),
            (
                &["-fs", "-tpl"],
                &["enable_seqscan=false", "log_planner_stats=true"],
            ),
            (&["-D", "/data"], &["D /data"]),
            (&["-c", "a.b=x=y"], &["a.b=x=y"]),
            (
                &["-d", "1"],
                &[
                    "log_min_messages=debug1",
                    "log_connections=true",
                    "log_disconnections=true",
                ],
            ),
            (&["--work-mem"], &["! --work-mem"]),
            (&["-c", "work_mem"], &["! -c work_mem"]),
            (&["work_mem=1"], &["! work_mem=1"]),
            (&["-Z"], &["! -Z"]),
        ];
        for (words, expected) in cases {
            assert_eq!(settings(words), *expected, "{words:?}");
        }
    }
}
