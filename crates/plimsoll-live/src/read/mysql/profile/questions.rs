//! What is asked to show what the exporter shows. Only numbers come of it.

use plimsoll_model::{Engine, Version};

use crate::read::Question;
use crate::read::mysql::questions::{SLAVES, Taking, mariadb, mysql};

pub(super) const STATUS: &str = "exporter_status";
pub(super) const VARIABLES: &str = "exporter_variables";
pub(super) const PAGES: &str = "exporter_compression";
pub(super) const PAGES_IN_POOL: &str = "exporter_compression_in_pool";
pub(super) const CHANNELS: &str = "exporter_channels";

pub(super) const SLAVE: &str = "SHOW SLAVE STATUS";
pub(super) const REPLICA: &str = "SHOW REPLICA STATUS";
const MYSQL_8_4: Version = Version::new(8, 4);

const NAMES_MAX: usize = 5_000;
const CHANNELS_MAX: usize = 100;
/// Five sizes of pages, and as many pools as there can be.
const PAGES_MAX: usize = 5 * 64;

const PAIR: &[&str] = &["name", "value"];
const OF_PAGES: &[&str] = &[
    "page_size",
    "compress_ops",
    "compress_ops_ok",
    "compress_time",
    "uncompress_ops",
    "uncompress_time",
];
const OF_PAGES_IN_POOL: &[&str] = &[
    "page_size",
    "buffer_pool",
    "pages_used",
    "pages_free",
    "relocation_ops",
    "relocation_time",
];

const COMPRESSION: &str = "SELECT page_size, compress_ops, compress_ops_ok, compress_time, uncompress_ops, uncompress_time
   FROM information_schema.INNODB_CMP";
const IN_POOL: &str = "SELECT page_size, buffer_pool_instance AS buffer_pool, pages_used, pages_free, relocation_ops, relocation_time
   FROM information_schema.INNODB_CMPMEM";

/// How the rows of a SHOW are taken; none for other questions.
pub(in crate::read::mysql) fn taking(question: &Question) -> Option<Taking> {
    match question.name {
        STATUS | VARIABLES => Some(Taking::Columns(&["Variable_name", "Value"])),
        CHANNELS => Some(Taking::Whole),
        _ => None,
    }
}

static MYSQL: &[Question] = &[
    Question {
        rows_max: NAMES_MAX,
        ..mysql(STATUS, PAIR, "SHOW GLOBAL STATUS")
    },
    Question {
        rows_max: NAMES_MAX,
        ..mysql(VARIABLES, PAIR, "SHOW GLOBAL VARIABLES")
    },
    Question {
        rows_max: PAGES_MAX,
        ..mysql(PAGES, OF_PAGES, COMPRESSION)
    },
    Question {
        rows_max: PAGES_MAX,
        ..mysql(PAGES_IN_POOL, OF_PAGES_IN_POOL, IN_POOL)
    },
    Question {
        until: Some(MYSQL_8_4),
        rows_max: CHANNELS_MAX,
        ..mysql(CHANNELS, &[], SLAVE)
    },
    Question {
        since: MYSQL_8_4,
        rows_max: CHANNELS_MAX,
        ..mysql(CHANNELS, &[], REPLICA)
    },
];

static MARIADB: &[Question] = &[
    Question {
        rows_max: NAMES_MAX,
        ..mariadb(STATUS, PAIR, "SHOW GLOBAL STATUS")
    },
    Question {
        rows_max: NAMES_MAX,
        ..mariadb(VARIABLES, PAIR, "SHOW GLOBAL VARIABLES")
    },
    Question {
        rows_max: PAGES_MAX,
        ..mariadb(PAGES, OF_PAGES, COMPRESSION)
    },
    Question {
        rows_max: PAGES_MAX,
        ..mariadb(PAGES_IN_POOL, OF_PAGES_IN_POOL, IN_POOL)
    },
    Question {
        rows_max: CHANNELS_MAX,
        ..mariadb(CHANNELS, &[], SLAVES)
    },
];

/// The questions to an engine.
pub(super) const fn all(engine: Engine) -> &'static [Question] {
    match engine {
        Engine::Postgresql => &[],
        Engine::Mysql => MYSQL,
        Engine::Mariadb => MARIADB,
    }
}
