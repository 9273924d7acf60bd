//! What an `archive_command` does, as far as its text tells. Reads it the way a
//! shell would in the plain cases and knows nothing of scripts that it calls.

use crate::Input;

/// Commands that succeed and do nothing.
const NOTHING: [&str; 7] = [
    "true",
    "/bin/true",
    "/usr/bin/true",
    ":",
    "exit 0",
    "/bin/exit 0",
    "cd .",
];

/// Whether finished segments are handed to an archive.
pub(super) fn is_on(input: &Input<'_>) -> bool {
    matches!(input.settings.text("archive_mode"), Some("on" | "always"))
}

/// The command, empty where there is none.
pub(super) fn command<'a>(input: &'a Input<'_>) -> &'a str {
    let command = input.settings.text("archive_command").unwrap_or_default();
    command.trim()
}

/// Whether it does nothing and says that it was done.
pub(super) fn discards(command: &str) -> bool {
    let echo = first_word(command) == "echo" && !command.contains(['>', '|', '&', ';']);
    echo || NOTHING.contains(&command)
}

/// Whether it ends in success whatever came before.
pub(super) fn hides_failure(command: &str) -> bool {
    let in_background = command.ends_with('&') && !command.ends_with("&&");
    let last = command.rsplit_once("||").map(|(_, last)| last);
    let last = last.unwrap_or(command);
    let last = last.rsplit_once(';').map_or(last, |(_, last)| last);
    let covered = last.len() < command.len() && NOTHING.contains(&last.trim());
    in_background || covered
}

/// Whether it copies over a file that may be there.
pub(super) fn overwrites(command: &str) -> bool {
    let looks = ["test ", "[ ", "[[ "]
        .iter()
        .any(|test| command.contains(test));
    let parts = command.split([';', '|', '&']);
    let mut copies = parts.map(str::trim).filter(|part| {
        let name = first_word(part);
        name == "cp" || name.ends_with("/cp")
    });
    !looks && copies.any(|copy| !copy.split_whitespace().any(leaves_alone))
}

/// `-n`, `-i` and what is joined to them.
fn leaves_alone(word: &str) -> bool {
    let short = word.starts_with('-') && !word.starts_with("--");
    word == "--no-clobber" || (short && word.contains(['n', 'i']))
}

fn first_word(command: &str) -> &str {
    command.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{discards, hides_failure, overwrites};

    #[test]
    fn commands_are_told_apart() {
        let cases = [
            ("/bin/true", [true, false, false]),
            ("echo %p", [true, false, false]),
            ("echo %p >> /tmp/list; cp %p /wal/%f", [false, false, true]),
            ("cp %p /wal/%f; exit 0", [false, true, true]),
            ("cp %p /wal/%f || exit 1", [false, false, true]),
            ("cp -i %p /wal/%f </dev/null", [false, false, false]),
            ("cp --preserve=timestamps %p /wal/%f", [false, false, true]),
            ("[ ! -f /wal/%f ] && cp %p /wal/%f", [false, false, false]),
            ("aws s3 cp %p s3://wal/%f", [false, false, false]),
            ("gzip < %p > /wal/%f.gz && true", [false, false, false]),
        ];
        for (command, [nothing, hides, over]) in cases {
            assert_eq!(discards(command), nothing, "{command}");
            assert_eq!(hides_failure(command), hides, "{command}");
            assert_eq!(overwrites(command), over, "{command}");
        }
    }
}
