//! What looks after replication slots says of one that nobody reads: exporters, checks and
//! scripts, which put `pg_replication_slots` into words of their own. A slot, that it is not
//! active and what it keeps have to stand together.

use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{Said, ServerSignal};

/// A slot that nobody reads, told by these words.
macro_rules! unread {
    ($needle:literal) => {
        Phrase {
            needle: $needle,
            read: unread,
        }
    };
}

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    unread!("active=false"),
    unread!("active=f "),
    unread!("active: false"),
    unread!("\"active\":false"),
    unread!("\"active\": false"),
    unread!("is inactive"),
    unread!("inactive replication slot"),
    unread!("is not active"),
];

fn unread(record: &Record<'_>) -> Option<Said> {
    const KEEPS: [&str; 5] = ["retain", "wal", "behind", "lag", "restart_lsn"];
    let text = record.message.to_ascii_lowercase();
    let (_, named) = text.split_once("slot")?;
    if !KEEPS.iter().any(|it| text.contains(it)) {
        return None;
    }
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let slot = named
        .split(|c: char| !is_of_name(c))
        .find(|word| !word.is_empty());
    let slot = slot.map(str::to_owned);
    Some(Said::Server(ServerSignal::SlotHoldsWal { slot }))
}

#[cfg(test)]
mod tests {
    use super::PHRASES;
    use crate::hear::tests::said_by;
    use crate::record::{Record, Speaker};
    use crate::signal::{Said, ServerSignal};

    fn said(text: &str) -> Option<Said> {
        let record = Record::plain(Speaker::Application, text.to_owned().into());
        said_by(PHRASES, &record)
    }

    #[test]
    fn slots_that_nobody_reads() {
        for text in [
            "replication slot cdc active=false retained=75 MB",
            "slot 'cdc' is inactive, 41 GB of WAL behind",
            "{\"slot\":\"cdc\",\"active\":false,\"restart_lsn\":\"0/3000000\"}",
        ] {
            let slot = Some("cdc".to_owned());
            let holds = Said::Server(ServerSignal::SlotHoldsWal { slot });
            assert_eq!(said(text), Some(holds), "{text}");
        }
    }

    #[test]
    fn others_that_are_not_active() {
        for text in [
            "user 17 is inactive for 90 days, wallet closed",
            "time slot 14:00 is not active",
            "replication slot cdc active=true retained=75 MB",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
