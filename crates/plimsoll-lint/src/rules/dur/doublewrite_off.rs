//! `innodb_doublewrite` off: a page half written at a crash cannot be mended.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_doublewrite = OFF`, or `DETECT_ONLY` (MySQL 8.0.30 and later): no second copy
    /// of a page is written before the page itself.
    ///
    /// ## Why it matters
    ///
    /// A page of 16 kB is several writes for disk and kernel. A crash between them leaves
    /// half of the new page and half of the old one. The redo log holds changes to pages, not
    /// pages, so InnoDB cannot rebuild it; it takes the good copy from the doublewrite files.
    /// Without one the page's rows are lost, and with a page of the dictionary or of an undo
    /// segment the server does not start. `DETECT_ONLY` writes which pages were under way and
    /// not what they held: the loss is found and not mended.
    ///
    /// ## Example
    ///
    /// `skip-innodb-doublewrite`, copied from a benchmark.
    ///
    /// ## What to do instead
    ///
    /// `innodb_doublewrite = ON`. To write less for it: faster storage for
    /// `innodb_doublewrite_dir` (MySQL), `innodb_doublewrite = fast` (MariaDB 11.4 and
    /// later). Off is right only where the file system itself writes whole pages of
    /// `innodb_page_size` or none (ZFS with a recordsize of at least the page, storage with
    /// atomic writes): then suppress this finding and give that as the reason.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Doublewrite Buffer" and `innodb_doublewrite`
    /// - MariaDB manual, "InnoDB Doublewrite Buffer"; MDEV-33545 for `fast`
    DOUBLEWRITE_OFF {
        postgresql: None,
        mysql: Some("MY-DUR-001"),
        name: "doublewrite-off",
        worst: Critical,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let (worst, message) = if is_off(input) {
        (
            Severity::Critical,
            "the doublewrite buffer is off: a page that a crash leaves half written cannot be mended",
        )
    } else if input.is_one_of("innodb_doublewrite", &["DETECT_ONLY"]) {
        (
            Severity::Warning,
            "the doublewrite buffer only detects: a page that a crash leaves half written is found and not mended",
        )
    } else {
        return Answer::QUIET;
    };
    Found::new(loss(input, worst), Confidence::High, message)
        .blames(input, &["innodb_doublewrite"])
        .mended(input, Safety::Unsafe, &[("innodb_doublewrite", "ON")])
        .at_restart()
        .into()
}

fn is_off(input: &Input<'_>) -> bool {
    input.settings.is_on("innodb_doublewrite") == Some(false)
        || input.is_one_of("innodb_doublewrite", &["FALSE"])
}
