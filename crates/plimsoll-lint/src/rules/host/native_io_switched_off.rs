//! `innodb_use_native_aio` off: a few threads do all reading and writing.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_use_native_aio = OFF`.
    ///
    /// ## Why it matters
    ///
    /// InnoDB then hands each read ahead and each write of a page to one of a few threads,
    /// which wait for it: 4 for reading and 4 for writing where nothing is set. Flash that
    /// could do thousands at once does eight.
    ///
    /// ## Example
    ///
    /// `innodb_use_native_aio = 0`, once set for a file system that could not do it.
    ///
    /// ## What to do instead
    ///
    /// ON; where starting fails with it ("`io_setup`() failed"), raise `fs.aio-max-nr`. If it
    /// has to stay off, more `innodb_read_io_threads` and `innodb_write_io_threads`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Using Asynchronous I/O on Linux"
    /// - MariaDB manual, `innodb_use_native_aio`
    NATIVE_IO_SWITCHED_OFF {
        postgresql: None,
        mysql: Some("MY-HOST-022"),
        name: "native-io-switched-off",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_use_native_aio";
    if input.settings.is_on(NAME) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("a few threads wait for every page that is read ahead or written")
        .blames(input, &[NAME])
        .into()
}
