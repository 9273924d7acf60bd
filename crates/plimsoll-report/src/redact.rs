//! Secrets taken out before anything is shown: of settings, of messages, of
//! quoted lines. It errs on the side of taking out too much of a text, and
//! leaves numbers, switches and names of files as they are.

use std::collections::BTreeSet;

use plimsoll_model::secret::{MASK, is_secret, mask, masked, of_line, secrets};
use plimsoll_model::{Config, Finding, Load, Origin, Problem, Setting, Snapshot, Value};

/// Secrets shorter than this are masked where they stand, but not looked for
/// elsewhere: half of every message would match.
const SOUGHT_BYTES_MIN: usize = 4;

/// The columns of a server's answers that hold the value of what `name` names.
const VALUES: [&str; 5] = ["setting", "value", "boot_val", "reset_val", "default"];

/// The secrets of some lines, to be taken out of whatever quotes those lines.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// The longest first: one may be a part of another.
    texts: Vec<String>,
}

impl Secrets {
    /// Those of the lines of files, and of arguments as `name=value`.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let texts: BTreeSet<String> = lines.flat_map(values).collect();
        let mut texts: Vec<String> = texts.into_iter().collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self { texts }
    }

    /// The configuration without secrets. Call it on what was read, before
    /// anything else sees it; what counts bytes never looks at texts.
    #[must_use]
    pub fn out_of(&self, mut config: Config) -> Config {
        config.settings.values_mut().for_each(redact_setting);
        self.out_of_problems(&mut config.problems);
        config
    }

    /// Problems without secrets.
    pub fn out_of_problems(&self, problems: &mut [Problem]) {
        for problem in problems {
            problem.message = self.out_of_message(&problem.message);
            // A name that nobody knows may be anything, a value too.
            let parameter = problem.parameter.take();
            problem.parameter = parameter.map(|name| self.out_of_message(&name));
        }
    }

    /// A load without what its sessions set secrets to.
    pub fn out_of_load(&self, load: &mut Load) {
        for (name, value) in load.groups.iter_mut().flat_map(|group| &mut group.set) {
            *value = if is_secret(name) {
                MASK.to_owned()
            } else {
                self.out_of_message(value)
            };
        }
    }

    /// A message without them, nor anything that looks like one.
    fn out_of_message(&self, message: &str) -> String {
        let texts = self.texts.iter();
        let message = texts.fold(message.to_owned(), |message, secret| {
            message.replace(secret.as_str(), MASK)
        });
        text(&message)
    }
}

fn redact_setting(setting: &mut Setting) {
    let whole = is_secret(&setting.name);
    let redact = |text: &str| {
        if whole && !text.is_empty() {
            MASK.to_owned()
        } else {
            self::text(text)
        }
    };
    if let Value::Text(value) = &mut setting.typed {
        *value = redact(value);
        setting.value = redact(&setting.value);
        setting.display = redact(&setting.display);
    }
    for shadowed in &mut setting.shadowed {
        shadowed.text = redact(&shadowed.text);
    }
    if let Origin::Argument(argument) = &mut setting.origin {
        *argument = line(argument);
    }
}

/// The secrets of a line, as written and without quotes. A comment has none:
/// nobody reads it, so no message quotes it.
fn values(line: &str) -> Vec<String> {
    if line.trim_start().starts_with(['#', ';']) {
        return Vec::new();
    }
    let spans = of_line(line).map_or_else(|| secrets(line), |span| vec![span]);
    let texts = spans.into_iter().flat_map(|span| {
        let written = &line[span];
        [written, written.trim_matches(['\'', '"', '\\'])]
    });
    texts
        .filter(|text| text.len() >= SOUGHT_BYTES_MIN)
        .map(str::to_owned)
        .collect()
}

/// A line of a configuration without its secrets, to be quoted.
pub fn line(line: &str) -> String {
    match of_line(line) {
        Some(span) => masked(line, &[span]),
        None => text(line),
    }
}

/// A finding without what looks like a secret. What rules see has none any
/// more; what they quote of comments and of a team's own rules may.
pub fn finding(finding: &mut Finding) {
    finding.message = text(&finding.message);
    for evidence in &mut finding.evidence {
        evidence.value = text(&evidence.value);
    }
    for edit in finding.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
        let whole = is_secret(&edit.parameter);
        for value in [Some(&mut edit.from), edit.to.as_mut()]
            .into_iter()
            .flatten()
        {
            *value = if whole { MASK.to_owned() } else { text(value) };
        }
    }
}

/// What a server answered, without secrets: the values of settings by their
/// names, and every other text that looks like one. Call it before anything else
/// sees the snapshot.
pub fn snapshot(snapshot: &mut Snapshot) {
    for answer in snapshot.answers.values_mut() {
        let name_at = answer.columns.iter().position(|column| column == "name");
        for row in &mut answer.rows {
            let name = name_at.and_then(|at| row.get(at)?.clone());
            let whole = name.is_some_and(|name| is_secret(&name));
            let values = row.iter_mut().zip(&answer.columns);
            for (value, column) in values {
                let Some(value) = value else { continue };
                if whole && VALUES.contains(&column.as_str()) {
                    MASK.clone_into(value);
                } else if value.len() >= SOUGHT_BYTES_MIN {
                    *value = text(value);
                }
            }
        }
    }
    for gap in &mut snapshot.gaps {
        gap.why = text(&gap.why);
    }
}

/// A text without what follows `password=` and its like, or stands as the
/// password of a URL.
pub fn text(text: &str) -> String {
    mask(text)
}

#[cfg(test)]
mod tests {
    use super::{finding, line, text};
    use crate::sample;

    #[test]
    fn a_finding_shows_no_secret_wherever_it_quotes_one() {
        let mut quoting = sample::target().findings.swap_remove(0);
        quoting.message = "the team asks for report_password = hunter2".to_owned();
        quoting.evidence[0].value = "password=hunter2".to_owned();
        let edit = &mut quoting.fix.as_mut().expect("a fix").edits[0];
        edit.parameter = "report_password".to_owned();
        edit.to = Some("hunter2".to_owned());
        finding(&mut quoting);
        let shown = format!("{quoting:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("[redacted]"));
    }

    #[test]
    fn what_follows_a_password_mark_is_masked() {
        let cases = [
            (
                "host=a password=hunter2 user=b",
                "host=a password=[redacted] user=b",
            ),
            (
                "password = 'hun ter2' user=b",
                "password = [redacted] user=b",
            ),
            ("sslpassword='a\\'hunter2'", "sslpassword=[redacted]"),
            (
                "postgresql://bob:hunter2@db/x?a=1",
                "postgresql://bob:[redacted]@db/x?a=1",
            ),
            (
                "AWS_SECRET_ACCESS_KEY=hunter2 wal-g push %p",
                "AWS_SECRET_ACCESS_KEY=[redacted] wal-g push %p",
            ),
            ("cp %p /archive/%f", "cp %p /archive/%f"),
            ("password_encryption is fine", "password_encryption is fine"),
            (
                "password=a password=b",
                "password=[redacted] password=[redacted]",
            ),
            ("password=", "password="),
            ("password=a,b&c)d x", "password=[redacted] x"),
            ("PGPASSWORD=''a b'' cp %p", "PGPASSWORD=[redacted] cp %p"),
            (
                "ssl_password=a;gcache.size=1G",
                "ssl_password=[redacted];gcache.size=1G",
            ),
            (
                "CREATE USER a IDENTIFIED BY 'hun ter2'; x",
                "CREATE USER a IDENTIFIED BY [redacted]; x",
            ),
            (
                "SET PASSWORD FOR a@b = PASSWORD('hunter2')",
                "SET PASSWORD FOR a@b = [redacted])",
            ),
            ("mysql -uroot -phunter2 a", "mysql -uroot -p[redacted] a"),
            ("cp -p a b", "cp -p a b"),
            ("sshpass -p hunter2 scp", "sshpass -p [redacted] scp"),
            ("curl -u bob:hunter2 x", "curl -u bob:[redacted] x"),
            ("x --password hunter2 y", "x --password [redacted] y"),
            (
                "-H \"Authorization: Bearer hunter2\" x",
                "-H \"Authorization: [redacted]\" x",
            ),
            (
                "{\"report_password\": {\"Value\": \"hunter2\"}, \"port\": 1}",
                "{\"report_password\": [redacted], \"port\": 1}",
            ),
            (
                "postgresql://bob:hun/ter@2@db/x",
                "postgresql://bob:[redacted]@db/x",
            ),
            (
                "CREATE ROLE a LOGIN ENCRYPTED PASSWORD 'hun''ter2' IN ROLE b",
                "CREATE ROLE a LOGIN ENCRYPTED PASSWORD [redacted] IN ROLE b",
            ),
            (
                "alter role a password E'hun\\'ter2'; x",
                "alter role a password [redacted]; x",
            ),
            (
                "alter role a password $q$hun $ ter2$q$; x",
                "alter role a password [redacted]; x",
            ),
            ("ALTER ROLE a PASSWORD NULL", "ALTER ROLE a PASSWORD NULL"),
            (
                "ALTER USER a IDENTIFIED WITH 'x' BY 'hunter2' REPLACE 'hunter1'",
                "ALTER USER a IDENTIFIED WITH 'x' BY [redacted] REPLACE [redacted]",
            ),
            (
                "CREATE USER a IDENTIFIED VIA mysql_native_password USING '*AB'",
                "CREATE USER a IDENTIFIED VIA mysql_native_password USING [redacted]",
            ),
            ("pässword password=ü", "pässword password=[redacted]"),
        ];
        for (given, shown) in cases {
            assert_eq!(text(given), shown);
        }
    }

    #[test]
    fn lines_of_secret_parameters_show_no_value() {
        let cases = [
            (
                "wsrep_sst_auth = root:hunter2",
                "wsrep_sst_auth = [redacted]",
            ),
            ("  report-password=hunter2", "  report-password=[redacted]"),
            (
                "primary_conninfo = 'password=hunter2",
                "primary_conninfo = 'password=[redacted]",
            ),
            (
                "ssl_passphrase_command 'echo hunter2'",
                "ssl_passphrase_command [redacted]",
            ),
            (
                "password_encryption = scram-sha-256",
                "password_encryption = scram-sha-256",
            ),
            (" \"app\"  \"hunter2\" ", " \"app\"  [redacted] "),
            ("\"app\" \"\"", "\"app\" [redacted]"),
            ("*:5432:*:app:hun:ter2", "*:5432:*:app:[redacted]"),
            ("# a:5432:b:c:hunter2", "# a:5432:b:c:hunter2"),
            (
                "log_line_prefix = '%m:%p:%u:%d:%a'",
                "log_line_prefix = '%m:%p:%u:%d:%a'",
            ),
            ("", ""),
        ];
        for (given, shown) in cases {
            assert_eq!(line(given), shown);
        }
    }
}
