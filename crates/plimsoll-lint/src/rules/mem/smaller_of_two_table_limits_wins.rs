//! `tmp_table_size` above `max_heap_table_size`: the smaller one counts.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A `tmp_table_size` that the file sets above `max_heap_table_size`, where internal
    /// temporary tables are MEMORY tables.
    ///
    /// ## Why it matters
    ///
    /// In MySQL 5.7, in MariaDB, and in later MySQL with `internal_tmp_mem_storage_engine =
    /// MEMORY`, a temporary table in memory may grow to the smaller of the two. The larger
    /// value does nothing, and tables still go to disk where the reader of the file thinks
    /// they do not.
    ///
    /// ## Example
    ///
    /// `tmp_table_size = 256M` alone: temporary tables move to disk at 16 MB.
    ///
    /// ## What to do instead
    ///
    /// Set both to the same value, or take the larger one out. Remember that each temporary
    /// table of each session may take it.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Internal Temporary Table Use in MySQL"
    /// - MariaDB manual, `tmp_memory_table_size`
    SMALLER_OF_TWO_TABLE_LIMITS_WINS {
        postgresql: None,
        mysql: Some("MY-MEM-006"),
        name: "smaller-of-two-table-limits-wins",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let is_temptable = input.has("internal_tmp_mem_storage_engine")
        && !input.is_one_of("internal_tmp_mem_storage_engine", &["MEMORY"]);
    let sizes = (
        input.settings.bytes("tmp_table_size"),
        input.settings.bytes("max_heap_table_size"),
    );
    match sizes {
        (Some(tmp), Some(heap))
            if tmp > heap && input.is_set("tmp_table_size") && !is_temptable =>
        {
            Found::info(format!(
                "temporary tables move to disk at {}: the smaller of tmp_table_size and max_heap_table_size counts",
                Bytes(heap)
            ))
            .blames(input, &["tmp_table_size", "max_heap_table_size"])
            .into()
        }
        _ => Answer::QUIET,
    }
}
