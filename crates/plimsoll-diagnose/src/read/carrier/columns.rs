//! A table of entries, as a cloud's search for logs is downloaded: a header names the
//! columns, one of which holds the program's own lines; texts hold commas and line
//! feeds in quotes, and their quotes are doubled (RFC 4180). Knows no wording.

use crate::read::time;

/// Names of the column with the line, in small letters, the sure ones first:
/// `CloudWatch` Logs Insights, Cloud Logging, Azure's Log Analytics, what others use.
const NAMES: [&str; 6] = [
    "@message",
    "textpayload",
    "jsonpayload.message",
    "message",
    "log",
    "line",
];

/// What Excel and Log Analytics write before the first name.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table while its lines are taken out of it.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    /// The column with the line, counted from 0.
    wanted: usize,
    is_header_past: bool,
    /// The column that is being read, which goes on over line feeds within quotes.
    column: usize,
    /// Something of it was read.
    is_begun: bool,
    is_quoted: bool,
}

impl Columns {
    /// Whether a file begins with a header that names the column of the lines, and
    /// others beside it.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let header = head.split(|byte| *byte == b'\n').next()?;
        let header = std::str::from_utf8(header).ok()?;
        let header = header.trim_start_matches(BYTE_ORDER_MARK);
        if time::figures(header.as_bytes()).is_some() {
            return None;
        }
        let name = |it: &str| it.trim().trim_matches('"').to_ascii_lowercase();
        let names: Vec<String> = header.split(',').map(name).collect();
        let stands = |wanted: &&str| names.iter().position(|name| name == wanted);
        let wanted = NAMES.iter().find_map(stands)?;
        (names.len() > 1).then_some(Self {
            wanted,
            is_header_past: false,
            column: 0,
            is_begun: false,
            is_quoted: false,
        })
    }

    /// Adds what a line of the file, without its line feed, has of the wanted column.
    pub(super) fn take_off(&mut self, line: &[u8], inner: &mut Vec<u8>) {
        if !self.is_header_past {
            self.is_header_past = true;
            return;
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut bytes = line.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if self.is_quoted && bytes.peek() == Some(&b'"') => {
                    bytes.next();
                    self.keep(byte, inner);
                }
                b'"' if self.is_quoted => self.is_quoted = false,
                b'"' if !self.is_begun => (self.is_quoted, self.is_begun) = (true, true),
                b',' if !self.is_quoted => {
                    self.column += 1;
                    self.is_begun = false;
                }
                _ => self.keep(byte, inner),
            }
        }
        if !self.is_quoted {
            (self.column, self.is_begun) = (0, false);
        }
    }

    fn keep(&mut self, byte: u8, inner: &mut Vec<u8>) {
        self.is_begun = true;
        if self.column == self.wanted {
            inner.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;

    fn taken_off(text: &str) -> Option<String> {
        let mut columns = Columns::of(text.as_bytes())?;
        let lines = text.lines().map(|line| {
            let mut inner = Vec::new();
            columns.take_off(line.as_bytes(), &mut inner);
            String::from_utf8(inner).unwrap()
        });
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn a_header_names_the_column_and_every_line_keeps_its_number() {
        for (table, inner) in [
            ("a,message\n1,x\n2,\"y, \"\"z\"\"\"\n", "\nx\ny, \"z\""),
            (
                "\u{feff}\"TimeGenerated [UTC]\",\"Message\",_ResourceId\r\n\"1\",\"x\",/a\r\n",
                "\nx",
            ),
            ("@timestamp,@message\n1,\"x\n\ty\"\n2,z\n", "\nx\n\ty\nz"),
            (
                "labels,textPayload,logName\n\"a\nb\",x,\"c\nd\"\n,y,\n",
                "\n\nx\n\ny",
            ),
            ("message,level\na \"b\" c,d\n\"\",e\n", "\na \"b\" c\n"),
        ] {
            assert_eq!(taken_off(table).as_deref(), Some(inner), "{table}");
        }
    }

    #[test]
    fn what_names_no_such_column_is_no_table() {
        for text in [
            "message\na\n",
            "2024-05-22 10:00:00 UTC,\"app\",\"message\",431\n",
            "time,level,id\n",
        ] {
            assert_eq!(taken_off(text), None, "{text}");
        }
    }
}
