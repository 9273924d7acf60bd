//! A message without the values that it quotes. Its statement, where it holds
//! one, is one without literals.

use plimsoll_model::secret;

use super::literals::{self, LITERAL};

/// What a statement follows, in lower case.
const BEFORE_STATEMENTS: [&str; 12] = [
    "statement: ",
    "was running: ",
    "query: ",
    "query was: ",
    "ms  execute ",
    "ms  bind ",
    "ms  parse ",
    "select ",
    "insert into ",
    "delete from ",
    "replace into ",
    " values (",
];

/// What values stand between, wherever they do; of a second that is one byte, the
/// last one ends the value, as a value may hold it too.
const VALUES: [(&str, &str); 10] = [
    (": \"", "\""),
    (" near \"", "\""),
    (")=(", ")"),
    (" row contains (", ")"),
    ("; hex ", "\n"),
    ("entry '", "' for key"),
    (" value: '", "' for "),
    (" value '", "' for "),
    (" near '", "' at line"),
    ("parameters: ", "\n"),
];

/// The message as it may be kept.
pub(super) fn redacted(message: &str) -> String {
    let lower = message.to_ascii_lowercase();
    let starts = BEFORE_STATEMENTS
        .iter()
        .filter_map(|words| lower.find(words));
    let update = lower
        .find("update ")
        .filter(|at| lower[*at..].contains(" set "));
    let start = starts.chain(update).min().unwrap_or(message.len());
    let (words, statement) = message.split_at(start);
    let words = values(&secret::mask(words));
    let words = secret_parameter(&words);
    format!("{words}{}", of_statement(statement))
}

/// The words that announce a statement (a duration stands before them), then
/// the statement.
fn of_statement(text: &str) -> String {
    let announced = ["tatement: ", "unning: ", "uery: ", "uery was: "];
    let end = announced
        .iter()
        .filter_map(|words| Some(text.find(words)? + words.len()));
    let end = end.min().unwrap_or(0);
    format!("{}{}", &text[..end], literals::taken_out(&text[end..]))
}

fn values(message: &str) -> String {
    // Taking a value out makes no other pattern appear.
    let lower = message.to_ascii_lowercase();
    let values = VALUES.iter().filter(|(before, _)| lower.contains(before));
    values.fold(message.to_owned(), |message, (before, behind)| {
        without(&message, before, behind)
    })
}

/// The message without the values between two texts.
fn without(message: &str, before: &str, behind: &str) -> String {
    let lower = message.to_ascii_lowercase();
    let mut shown = String::with_capacity(message.len());
    let mut done = 0;
    while let Some(at) = lower[done..].find(before).map(|at| done + at) {
        let start = at + before.len();
        let rest = &message[start..];
        let end = match behind {
            "\n" => rest.find(behind),
            behind if behind.len() == 1 => rest.rfind(behind),
            behind => rest.find(behind),
        };
        let end = end.map_or(message.len(), |end| start + end);
        if is_of_parameter(&message[..at]) {
            shown.push_str(&message[done..start]);
            done = start;
        } else {
            shown.extend([&message[done..start], LITERAL]);
            done = end;
        }
    }
    shown + &message[done..]
}

/// `… parameter "work_mem": "4XB"`, `Error while setting value 'x' to 'y'`: the
/// value of a parameter is configuration.
fn is_of_parameter(before: &str) -> bool {
    if before.ends_with(" while setting") {
        return true;
    }
    let name = before
        .strip_suffix('"')
        .and_then(|it| it.rsplit_once(" parameter \""));
    name.is_some_and(|(_, name)| !name.contains('"'))
}

/// `parameter "app.secret" changed to "…"`: nothing behind such a name is shown.
fn secret_parameter(message: &str) -> String {
    let behind = message
        .split_once("parameter \"")
        .and_then(|(before, rest)| {
            let (name, _) = rest.split_once('"')?;
            let end = before.len() + "parameter \"".len() + name.len() + 1;
            (secret::is_secret(name) && end < message.len()).then_some(end)
        });
    behind.map_or_else(
        || message.to_owned(),
        |end| format!("{} {}", &message[..end], secret::MASK),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::redacted;

    #[test]
    fn values_go_and_names_and_numbers_stay() {
        let cases = [
            (
                "server process (PID 431) was terminated by signal 9: Killed",
                None,
            ),
            (
                "could not open file \"base/1/2\": No such file or directory",
                None,
            ),
            ("replication slot \"a1\" is active for PID 431", None),
            ("invalid value for parameter \"work_mem\": \"4XB\"", None),
            ("parameter \"work_mem\" changed to \"64MB\"", None),
            (
                "[ERROR] Error while setting value 'hwat' to 'binlog_format'.",
                None,
            ),
            ("Table './shop/orders' is marked as crashed", None),
            (
                "parameter \"app.secret\" changed to \"hunter2\"",
                Some("parameter \"app.secret\" [redacted]"),
            ),
            (
                "invalid value for parameter \"app.token\": \"hunter2\"",
                Some("invalid value for parameter \"app.token\" [redacted]"),
            ),
            (
                "invalid input syntax for type integer: \"hunter\"2\"",
                Some("invalid input syntax for type integer: \"?\""),
            ),
            (
                "syntax error at or near \"hunter2\"",
                Some("syntax error at or near \"?\""),
            ),
            (
                "duration: 12.5 ms  statement: select 'hunter2', 5",
                Some("duration: 12.5 ms  statement: select ?, ?"),
            ),
            (
                "Duplicate entry 'it's hunter2' for key 'users.PRIMARY'",
                Some("Duplicate entry '?' for key 'users.PRIMARY'"),
            ),
            (
                "error on UPDATE t SET a = 'hunter2'",
                Some("error on UPDATE t SET a = ?"),
            ),
            (
                "could not connect to postgresql://bob:hunter2@db/x",
                Some("could not connect to postgresql://bob:[redacted]@db/x"),
            ),
        ];
        for (given, shown) in cases {
            assert_eq!(redacted(given), shown.unwrap_or(given), "{given}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_too_strange(text in ".{0,60}", like in "(|parameter \"|: \"|entry '|select |=\\(){0,4}.{0,9}") {
            let _shown = (redacted(&text), redacted(&like));
        }
    }
}
