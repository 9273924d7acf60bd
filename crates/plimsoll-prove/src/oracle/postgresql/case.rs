//! One generated configuration: files by name, and arguments.

/// A configuration, laid out in one folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Case {
    /// Path in the folder and bytes; the first is postgresql.conf.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Arguments of the command line.
    pub(super) arguments: Vec<String>,
}

impl Case {
    /// As a person can read it, for a disagreement.
    pub(super) fn shown(&self) -> String {
        let files = self
            .files
            .iter()
            .map(|(path, bytes)| format!("--- {path}\n{}\n", bytes.escape_ascii()));
        let arguments =
            (!self.arguments.is_empty()).then(|| format!("--- arguments {:?}\n", self.arguments));
        files.chain(arguments).collect()
    }
}
