use super::change::changes;
use crate::signal::{Subject, Turn};

fn turns(text: &str) -> Vec<(&'static str, Turn)> {
    let named = |subject| match subject {
        Subject::Parameter(name) => name,
        Subject::MemoryLimit => "(memory)",
    };
    changes(text)
        .into_iter()
        .map(|change| (named(change.subject), change.turn))
        .collect()
}

#[test]
fn two_values_tell_the_direction() {
    let raised = [
        "work_mem 16MB -> 256MB",
        "set work_mem to 1GB (was 64 MB)",
        "work_mem: 900kB => 2MB",
        "work_mem = '64MB', previously '4MB'",
        "work_mem from 4MB to 1GB on all nodes",
        "ALTER SYSTEM: work_mem 4 MB → 64 MB",
        "work_mem is now 64MB instead of 32MB",
    ];
    for text in raised {
        assert_eq!(turns(text), [("work_mem", Turn::Raised)], "{text}");
    }
    let lowered = [
        "max_connections 500 -> 200",
        "spec.postgresql.parameters.max_connections: 500 → 200",
        "set max_connections to 200 from 500 after the review",
        "max-connections=200 (was 500)",
    ];
    for text in lowered {
        assert_eq!(turns(text), [("max_connections", Turn::Lowered)], "{text}");
    }
}

#[test]
fn words_tell_it_where_values_do_not() {
    assert_eq!(
        turns("lowered max_connections to 100 and raised innodb-buffer-pool-size to 24G"),
        [
            ("max_connections", Turn::Lowered),
            ("innodb_buffer_pool_size", Turn::Raised)
        ]
    );
    assert_eq!(
        turns("work_mem 64MB (reduced)"),
        [("work_mem", Turn::Lowered)]
    );
    assert_eq!(
        turns("reduce work_mem to 8MB"),
        [("work_mem", Turn::Lowered)]
    );
}

#[test]
fn what_is_not_said_stays_unsaid() {
    for text in [
        "set work_mem to 256MB",
        "work_mem 2048 -> 64MB",
        "work_mem = 64MB on 2024-05-22 10:00",
        "work_mem 64MB (2024-05-22)",
        "work_mem 64MB -> 64MB",
        "work_mem changed",
    ] {
        assert_eq!(turns(text), [("work_mem", Turn::Unsaid)], "{text}");
    }
    assert_eq!(turns("orders-api 1.4 -> 1.5"), []);
    assert_eq!(turns(""), []);
}

#[test]
fn limits_of_memory_are_told_apart_from_parameters() {
    for text in [
        "limits.memory: 8Gi -> 4Gi",
        "memory limit of pod db-0 lowered to 4Gi",
        "memory limit 8 GiB → 4 GiB",
        "MemoryMax 8G to 4G",
        "memory limit 1Gi -> 512Mi",
    ] {
        assert_eq!(turns(text), [("(memory)", Turn::Lowered)], "{text}");
    }
}

#[test]
fn garbage_is_bounded() {
    assert_eq!(changes(&"work_mem 1 -> 2 ".repeat(10_000)).len(), 16);
    for text in [
        "→→>>--..%%",
        "9".repeat(5_000).as_str(),
        "work_mem 1e999 -> .",
        "é→work_mem→é",
    ] {
        let _ = changes(text);
    }
}
