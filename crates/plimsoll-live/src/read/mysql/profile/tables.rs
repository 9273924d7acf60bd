//! Which value has which name and labels.

use plimsoll_model::{Answer, FamilyKind, Row};

use super::questions;
use super::value::number;
use crate::read::families::Families;
use crate::read::one_line::one_line;

/// What the exporter's default collectors show and this does not: the beginning of its
/// names, and why.
pub const LEFT_OUT: [(&str, &str); 9] = [
    ("mysql_exporter_", "how the exporter itself does"),
    ("mysqld_exporter_", "how the exporter itself was built"),
    ("go_", "the exporter's own process"),
    ("process_", "the exporter's own process"),
    ("promhttp_", "the exporter's own page"),
    (
        "mysql_info_schema_query_response_time_",
        "only with a plugin that few load",
    ),
    (
        "mysql_galera_status_info",
        "no cluster was there to compare with",
    ),
    (
        "mysql_galera_gcache_size_bytes",
        "no cluster was there to compare with",
    ),
    (
        "mysql_galera_evs_repl_latency_",
        "no cluster was there to compare with",
    ),
];

/// Names that begin so are points of one family, told apart by the rest of the name.
const GROUPS: [(&str, &str, &str); 6] = [
    ("com_", "commands_total", "command"),
    ("handler_", "handlers_total", "handler"),
    ("connection_errors_", "connection_errors_total", "error"),
    (
        "innodb_buffer_pool_pages_",
        "buffer_pool_page_changes_total",
        "operation",
    ),
    ("innodb_rows_", "innodb_row_ops_total", "operation"),
    (
        "performance_schema_",
        "performance_schema_lost_total",
        "instrumentation",
    ),
];

/// Pages of the pool that are a state and no change of one.
const STATES: [&str; 4] = ["data", "free", "misc", "old"];

/// A counter of the server.
pub(super) fn status(families: &mut Families, name: &str, text: &str) {
    let Some(value) = number(text) else {
        return;
    };
    let group = GROUPS.iter().find_map(|(start, family, label)| {
        let rest = name.strip_prefix(start)?;
        Some((*family, *label, rest))
    });
    let (family, kind, labels) = match group {
        None => (valid(name), FamilyKind::Untyped, Vec::new()),
        Some(("buffer_pool_page_changes_total", _, "total")) => return,
        Some(("buffer_pool_page_changes_total", _, "dirty")) => (
            "buffer_pool_dirty_pages".to_owned(),
            FamilyKind::Gauge,
            Vec::new(),
        ),
        Some(("buffer_pool_page_changes_total", _, state)) if STATES.contains(&state) => {
            let labels = vec![("state", state.to_owned())];
            ("buffer_pool_pages".to_owned(), FamilyKind::Gauge, labels)
        }
        Some((family, label, rest)) => {
            let labels = vec![(label, rest.to_owned())];
            (family.to_owned(), FamilyKind::Counter, labels)
        }
    };
    families.add(
        &format!("mysql_global_status_{family}"),
        kind,
        labels,
        value,
    );
}

/// A variable.
pub(super) fn variable(families: &mut Families, name: &str, text: &str) {
    if let Some(value) = number(text) {
        let family = format!("mysql_global_variables_{}", valid(name));
        families.add(&family, FamilyKind::Gauge, Vec::new(), value);
    }
}

/// A name as Prometheus takes it.
fn valid(name: &str) -> String {
    let is_fine = |it: char| it.is_ascii_alphanumeric() || it == '_';
    name.chars()
        .map(|it| if is_fine(it) { it } else { '_' })
        .collect()
}

/// Variables that are labels. One that is a number is none here: so does the exporter.
pub(super) fn texts(families: &mut Families, variables: &Answer) {
    let text = |wanted: &str| {
        let mut rows = variables.rows();
        let row = rows.find(|row| {
            row.text("name")
                .is_some_and(|it| it.eq_ignore_ascii_case(wanted))
        });
        let text = row.and_then(|row| row.text("value")).unwrap_or_default();
        let text = if number(text).is_some() { "" } else { text };
        one_line(text)
    };
    let version = ["innodb_version", "version", "version_comment"].map(|it| (it, text(it)));
    families.add(
        "mysql_version_info",
        FamilyKind::Gauge,
        version.to_vec(),
        1.0,
    );
    let levels = ["transaction_isolation", "tx_isolation"].map(text);
    if let Some(level) = levels.into_iter().find(|it| !it.is_empty()) {
        let labels = vec![("level", level)];
        families.add(
            "mysql_transaction_isolation",
            FamilyKind::Gauge,
            labels,
            1.0,
        );
    }
    let cluster = text("wsrep_cluster_name");
    if !cluster.is_empty() {
        let labels = vec![("wsrep_cluster_name", cluster)];
        families.add(
            "mysql_galera_variables_info",
            FamilyKind::Gauge,
            labels,
            1.0,
        );
    }
}

type Columns = &'static [(&'static str, &'static str, f64)];

/// A question, the columns that are labels, and the others with their names. The time of
/// moving pages is in microseconds there, and the exporter divides it by a thousand.
pub(super) const BY_PAGE_SIZE: [(&str, &[&str], Columns); 2] = [
    (
        questions::PAGES,
        &["page_size"],
        &[
            ("compress_ops", "innodb_cmp_compress_ops_total", 1.0),
            ("compress_ops_ok", "innodb_cmp_compress_ops_ok_total", 1.0),
            (
                "compress_time",
                "innodb_cmp_compress_time_seconds_total",
                1.0,
            ),
            ("uncompress_ops", "innodb_cmp_uncompress_ops_total", 1.0),
            (
                "uncompress_time",
                "innodb_cmp_uncompress_time_seconds_total",
                1.0,
            ),
        ],
    ),
    (
        questions::PAGES_IN_POOL,
        &["page_size", "buffer_pool"],
        &[
            ("pages_used", "innodb_cmpmem_pages_used_total", 1.0),
            ("pages_free", "innodb_cmpmem_pages_free_total", 1.0),
            ("relocation_ops", "innodb_cmpmem_relocation_ops_total", 1.0),
            (
                "relocation_time",
                "innodb_cmpmem_relocation_time_seconds_total",
                0.001,
            ),
        ],
    ),
];

/// The rows of one of these.
pub(super) fn by_page_size(
    families: &mut Families,
    answer: &Answer,
    labels: &[&'static str],
    columns: Columns,
) {
    for row in answer.rows() {
        for (column, name, factor) in columns {
            let text = |column| row.text(column).unwrap_or_default().to_owned();
            let labels = labels.iter().map(|it| (*it, text(it))).collect();
            if let Some(value) = row.number(column) {
                let family = format!("mysql_info_schema_{name}");
                families.add(&family, FamilyKind::Counter, labels, value * factor);
            }
        }
    }
}

/// Every column of a replica's channels that is a number.
pub(super) fn channels(families: &mut Families, answer: &Answer, shows_gtids: bool) {
    for row in answer.rows() {
        let labels = of_channel(&row);
        for column in &answer.columns {
            if let Some(value) = row.text(column).and_then(number) {
                let family = format!("mysql_slave_status_{}", valid(&column.to_ascii_lowercase()));
                families.add(&family, FamilyKind::Untyped, labels.clone(), value);
            }
        }
        for column in ["Gtid_IO_Pos", "Gtid_Slave_Pos"]
            .iter()
            .filter(|_| shows_gtids)
        {
            gtids(
                families,
                column,
                row.text(column).unwrap_or_default(),
                &labels,
            );
        }
    }
}

fn of_channel(row: &Row<'_>) -> Vec<(&'static str, String)> {
    let first = |columns: &[&str]| {
        let texts = columns.iter().filter_map(|it| row.text(it));
        one_line(
            texts
                .into_iter()
                .find(|it| !it.is_empty())
                .unwrap_or_default(),
        )
    };
    vec![
        ("master_host", first(&["Master_Host", "Source_Host"])),
        ("master_uuid", first(&["Master_UUID", "Source_UUID"])),
        ("channel_name", first(&["Channel_Name"])),
        ("connection_name", first(&["Connection_name"])),
    ]
}

/// `domain-server-sequence`, separated by commas.
fn gtids(families: &mut Families, column: &str, text: &str, labels: &[(&'static str, String)]) {
    for gtid in text.split(',') {
        let parts: Vec<&str> = gtid.split('-').collect();
        let [domain, server, sequence] = parts.as_slice() else {
            continue;
        };
        if let Ok(sequence) = sequence.parse::<u64>() {
            let mut labels = labels.to_vec();
            labels.push(("domain_id", one_line(domain)));
            labels.push(("server_id", one_line(server)));
            let family = format!("mysql_slave_status_{}", column.to_ascii_lowercase());
            families.add(&family, FamilyKind::Gauge, labels, sequence as f64);
        }
    }
}
