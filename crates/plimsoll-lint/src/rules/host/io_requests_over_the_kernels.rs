//! Fewer asynchronous requests in the kernel than InnoDB asks for.

use plimsoll_model::Engine;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A known `fs.aio-max-nr` below what MySQL's InnoDB asks for at start: 256 requests for
    /// each of its reading and writing threads and for two more.
    ///
    /// ## Why it matters
    ///
    /// The kernel counts requests over all processes. When they are used up, "`io_setup`()
    /// failed with EAGAIN": InnoDB tries again some times and gives up; the server then does
    /// not start, or starts without asynchronous I/O, or a second server on the machine does.
    ///
    /// ## Example
    ///
    /// 64 reading and 64 writing threads, four servers, and the kernel's 65,536.
    ///
    /// ## What to do instead
    ///
    /// `fs.aio-max-nr = 1048576`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Using Asynchronous I/O on Linux"
    /// - Linux kernel documentation, admin-guide/sysctl/fs
    IO_REQUESTS_OVER_THE_KERNELS {
        postgresql: None,
        mysql: Some("MY-HOST-023"),
        name: "io-requests-over-the-kernels",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const SYSCTL: &str = "fs.aio-max-nr";
    const REQUESTS_A_THREAD: u64 = 256;
    let mysql = match input.config.engine {
        Engine::Mysql => true,
        Engine::Mariadb | Engine::Postgresql => false,
    };
    let native = input.settings.is_on("innodb_use_native_aio") == Some(true);
    let most = input
        .facts
        .sysctl
        .get(SYSCTL)
        .and_then(|most| most.trim().parse().ok());
    let Some(most) = most.filter(|_| mysql && native) else {
        return Answer::QUIET;
    };
    let threads = |name| input.settings.count(name).unwrap_or(1);
    let names = ["innodb_read_io_threads", "innodb_write_io_threads"];
    let asked = (threads(names[0]) + threads(names[1]) + 2) * REQUESTS_A_THREAD;
    if asked <= most {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "InnoDB asks for {asked} asynchronous requests and the kernel has {most} for all processes"
    ))
    .blames(input, &names)
    .fact(SYSCTL, most.to_string(), "--fact")
    .into()
}
