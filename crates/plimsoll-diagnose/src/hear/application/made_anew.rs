//! What makes a new server's folder says where it will not: initdb (src/bin/initdb/initdb.c),
//! as images' entry points and operators pass it on.

use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{FileFault, Said, ServerSignal, StartRefusal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[Phrase {
    needle: "\" exists but is not empty",
    read: not_empty,
}];

/// `initdb: error: directory "/data" exists but is not empty`; to 12 without `error`.
fn not_empty(record: &Record<'_>) -> Option<Said> {
    let (before, named) = record.message.split_once("directory \"")?;
    let (path, _) = named.split_once('"')?;
    let is_own = before.contains("initdb: ");
    let path = Some(path.to_owned());
    let refusal = StartRefusal::File(FileFault::NotEmpty { path });
    is_own.then_some(Said::Server(ServerSignal::StartRefused(refusal)))
}

#[cfg(test)]
mod tests {
    use super::PHRASES;
    use crate::hear::tests::said_by;
    use crate::record::{Record, Speaker};
    use crate::signal::{FileFault, Said, ServerSignal, StartRefusal};

    fn said(text: &str) -> Option<Said> {
        let record = Record::plain(Speaker::Application, text.to_owned().into());
        said_by(PHRASES, &record)
    }

    #[test]
    fn a_folder_that_is_not_empty() {
        for text in [
            "initdb: error: directory \"/var/lib/postgresql/data\" exists but is not empty",
            "initdb: directory \"/var/lib/postgresql/data\" exists but is not empty",
        ] {
            let path = Some("/var/lib/postgresql/data".to_owned());
            let refusal = StartRefusal::File(FileFault::NotEmpty { path });
            let refused = Said::Server(ServerSignal::StartRefused(refusal));
            assert_eq!(said(text), Some(refused), "{text}");
        }
    }

    #[test]
    fn folders_of_others() {
        let text = "pg_basebackup: error: directory \"/backup\" exists but is not empty";
        assert_eq!(said(text), None);
    }
}
