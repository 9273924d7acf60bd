//! `performance_schema` off in MySQL: no evidence after an incident.

use plimsoll_model::Engine;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `performance_schema = OFF` in MySQL, where it is built in.
    ///
    /// ## Why it matters
    ///
    /// Waits, memory by what took it, statements by digest and replication's state are read
    /// from there; the sys schema and most tools are empty without it. It takes a hundred or
    /// two of megabytes and some percent. In MariaDB it is off unless set.
    ///
    /// ## Example
    ///
    /// `performance_schema = OFF` in a container of 1 GB.
    ///
    /// ## What to do instead
    ///
    /// ON, with `performance_schema_max_table_instances` and its like lowered where memory is
    /// short.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Performance Schema Quick Start"
    PERFORMANCE_SCHEMA_SWITCHED_OFF {
        postgresql: None,
        mysql: Some("MY-LOG-010"),
        name: "performance-schema-switched-off",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "performance_schema";
    let mysql = match input.config.engine {
        Engine::Mysql => true,
        Engine::Mariadb | Engine::Postgresql => false,
    };
    if !mysql || input.settings.is_on(NAME) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("the performance schema is off: what took time or memory cannot be told")
        .blames(input, &[NAME])
        .into()
}
