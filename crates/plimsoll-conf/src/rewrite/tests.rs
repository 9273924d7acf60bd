//! Edits of both dialects, held against what the reader makes of the result.

use plimsoll_model::{Edit, Engine, Version};
use proptest::prelude::*;

use super::{Unwritable, line_for, rewritten, value_at};
use crate::format::{my_cnf, postgresql};

fn edit(line: u32, parameter: &str, from: &str, to: &str) -> Edit {
    Edit {
        file: "file".to_owned(),
        line,
        parameter: parameter.to_owned(),
        from: from.to_owned(),
        to: Some(to.to_owned()),
    }
}

fn newest(engine: Engine) -> Version {
    crate::catalogue::Series::newest(engine).version()
}

fn apply(engine: Engine, text: &str, edits: &[Edit]) -> Result<String, Unwritable> {
    let edits: Vec<&Edit> = edits.iter().collect();
    let bytes = rewritten(engine, newest(engine), text.as_bytes(), &edits)?;
    Ok(String::from_utf8(bytes).expect("text stays text"))
}

/// Text, edits, and the text after them or why there is none.
type Case = (
    &'static str,
    &'static [(u32, &'static str, &'static str, &'static str)],
    Result<&'static str, Unwritable>,
);

fn all(engine: Engine, cases: &[Case]) {
    for (text, edits, expected) in cases {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(line, parameter, from, to)| edit(*line, parameter, from, to))
            .collect();
        let after = apply(engine, text, &edits);
        assert_eq!(after.as_deref(), expected.as_deref(), "{text:?} {edits:?}");
    }
}

#[test]
fn postgresql_values_change_in_place() {
    const M: &str = "work_mem";
    use Unwritable::{NotSayable, NotThere, Twice};
    all(
        Engine::Postgresql,
        &[
            (
                "# a\r\nWork_Mem\t=  512MB   # why\r\nport 5432",
                &[(2, M, "512MB", "16MB")],
                Ok("# a\r\nWork_Mem\t=  16MB   # why\r\nport 5432"),
            ),
            (
                "work_mem='512MB'# why\n",
                &[(1, M, "512MB", "16MB")],
                Ok("work_mem='16MB'# why\n"),
            ),
            (
                "sort_mem 9MB\n",
                &[(1, M, "9MB", "16MB")],
                Ok("sort_mem 16MB\n"),
            ),
            (
                "archive_command = off\n",
                &[(1, "archive_command", "off", "cp %p '/a b/%f'")],
                Ok("archive_command = 'cp %p ''/a b/%f'''\n"),
            ),
            (
                "work_mem = 1.5MB\n",
                &[(1, M, "1.5MB", "2MB")],
                Err(NotThere),
            ),
            ("port = 1\n", &[(1, M, "1", "2MB")], Err(NotThere)),
            ("work_mem = 1\n", &[(2, M, "", "2MB")], Err(NotThere)),
            (
                "work_mem = 1\n",
                &[(1, M, "1", "2"), (1, M, "1", "3")],
                Err(Twice),
            ),
            (
                "search_path = a\n",
                &[(1, "search_path", "a", "a\0b")],
                Err(NotSayable),
            ),
        ],
    );
}

#[test]
fn postgresql_lines_are_added_where_they_belong() {
    all(
        Engine::Postgresql,
        &[
            ("", &[(0, "port", "", "5433")], Ok("port = 5433\n")),
            (
                "#port = 5432\r\nwork_mem=4MB\r\n",
                &[(1, "port", "", "5433")],
                Ok("#port = 5432\r\nport=5433\r\nwork_mem=4MB\r\n"),
            ),
            (
                "work_mem = 4MB",
                &[(1, "port", "", "5433"), (1, "work_mem", "4MB", "8MB")],
                Ok("work_mem = 8MB\nport = 5433\n"),
            ),
        ],
    );
    let text = b"# port is what clients ask for\n#port = 5432  # restart\na = 1\n";
    let line = |parameter| line_for(Engine::Postgresql, Version::major(16), text, parameter);
    assert_eq!((line("port"), line("work_mem")), (2, 3));
}

#[test]
fn option_files_values_change_in_place() {
    use Unwritable::{NotSayable, NotThere};
    const POOL: &str = "innodb_buffer_pool_size";
    all(
        Engine::Mysql,
        &[
            (
                "[mysqld]\r\ninnodb-buffer-pool-size =\t8G # big\r\n",
                &[(2, POOL, "8G", "1G")],
                Ok("[mysqld]\r\ninnodb-buffer-pool-size =\t1G # big\r\n"),
            ),
            (
                "[mysqld]\nloose-innodb_buffer_pool_size='8G'\n",
                &[(2, POOL, "8G", "1G")],
                Ok("[mysqld]\nloose-innodb_buffer_pool_size='1G'\n"),
            ),
            (
                "[mysqld]\nport=1\nskip-name-resolve # dns\n",
                &[(3, "skip_name_resolve", "ON", "OFF")],
                Ok("[mysqld]\nport=1\nskip-name-resolve=OFF # dns\n"),
            ),
            (
                "[mysqld]\nskip-log-bin\n",
                &[(2, "log_bin", "OFF", "binlog")],
                Ok("[mysqld]\nlog_bin = binlog\n"),
            ),
            (
                "[mysqld]\ninit_connect =  # none\n",
                &[(2, "init_connect", "", "SET x='#1'")],
                Ok("[mysqld]\ninit_connect = \"SET x='#1'\"  # none\n"),
            ),
            (
                "[mysqld]\nmaximum-sort_buffer_size = 1M\n",
                &[(2, "sort_buffer_size", "1M", "2M")],
                Err(NotSayable),
            ),
            (
                "[mysqld]\nport = 1\n",
                &[(2, POOL, "8G", "1G")],
                Err(NotThere),
            ),
        ],
    );
    all(
        Engine::Mariadb,
        &[(
            "[mariadb]\nINNODB_FLUSH_LOG_AT_TRX_COMMI = 2\n",
            &[(2, "innodb_flush_log_at_trx_commit", "2", "1")],
            Ok("[mariadb]\nINNODB_FLUSH_LOG_AT_TRX_COMMI = 1\n"),
        )],
    );
}

#[test]
fn option_files_lines_are_added_in_the_servers_group() {
    use Unwritable::{NoGroup, NoOption};
    let text = "[mysqld]\nport=1\n[client]\nport=1";
    all(
        Engine::Mysql,
        &[
            (
                text,
                &[(2, "sync_binlog", "", "1")],
                Ok("[mysqld]\nport=1\nsync_binlog=1\n[client]\nport=1"),
            ),
            (text, &[(3, "sync_binlog", "", "1")], Err(NoGroup)),
            (
                text,
                &[(4, "sync_binlog", "", "1")],
                Ok("[mysqld]\nport=1\n[client]\nport=1\n[mysqld]\nsync_binlog=1\n"),
            ),
            (text, &[(2, "build_id", "", "1")], Err(NoOption)),
            ("", &[(0, "port", "", "1")], Ok("[mysqld]\nport = 1\n")),
        ],
    );
    let line = |text: &str, parameter| {
        line_for(
            Engine::Mysql,
            Version::new(8, 4),
            text.as_bytes(),
            parameter,
        )
    };
    let text = "[mysqld]\n# sync-binlog=1\nport=1\n\n[server]\na=1\n[client]\n#sync_binlog=1\n";
    assert_eq!((line(text, "sync_binlog"), line(text, "log_bin")), (2, 3));
    assert_eq!(line("[client]\na=1\n", "port"), 2);
}

proptest! {
    #[test]
    fn any_value_is_read_back_and_nothing_else_moves(
        to in "[ -~\u{a0}à\n\t]{0,24}",
        quote in prop::sample::select(vec!["", "'", "\""]),
        tail in prop::sample::select(vec!["", "  # why it's so\n", "\r\nport = 3\r\n"]),
    ) {
        let head = "# comment\n[mysqld]\ninit_connect = ";
        let text = format!("{head}{quote}old{quote}{tail}");
        let after = apply(Engine::Mysql, &text, &[edit(3, "init_connect", "old", &to)]);
        let after = after.expect("can be said");
        prop_assert!(after.starts_with(head) && after.ends_with(tail));
        let document = my_cnf::document(after.as_bytes(), Engine::Mysql, None);
        prop_assert_eq!(document.print(), after.as_bytes());

        let quote = if quote == "\"" { "'" } else { quote };
        let head = "# comment\nsearch_path = ";
        let text = format!("{head}{quote}old{quote}{tail}");
        let after = apply(Engine::Postgresql, &text, &[edit(2, "search_path", "old", &to)]);
        let after = after.expect("can be said");
        prop_assert!(after.starts_with(head) && after.ends_with(tail));
        let document = postgresql::Document::parse(after.as_bytes());
        let postgresql::Content::Assignment(found) = document.lines()[1].content else {
            panic!("{after}");
        };
        prop_assert_eq!(document.value(&found), to.as_bytes());
    }
}

#[test]
fn a_line_that_goes_becomes_a_comment_and_nothing_else_changes() {
    let cases = [
        (
            Engine::Postgresql,
            "# a\r\n  vacuum_defer_cleanup_age = 0\t# why\r\nport = 1",
            (2, "vacuum_defer_cleanup_age"),
            Ok("# a\r\n#  vacuum_defer_cleanup_age = 0\t# why\r\nport = 1"),
            Some("0"),
        ),
        (
            Engine::Postgresql,
            "vacuum_defer_cleanup_age 'a''b'",
            (1, "vacuum_defer_cleanup_age"),
            Ok("#vacuum_defer_cleanup_age 'a''b'"),
            Some("a'b"),
        ),
        (
            Engine::Postgresql,
            "port = 1\n",
            (1, "vacuum_defer_cleanup_age"),
            Err(Unwritable::NotThere),
            None,
        ),
        (
            Engine::Mysql,
            "[mysqld]\nquery-cache_size = \"64M\" # why\nport=1\n",
            (2, "query_cache_size"),
            Ok("[mysqld]\n#query-cache_size = \"64M\" # why\nport=1\n"),
            Some("64M"),
        ),
        (
            Engine::Mysql,
            "[mysqld]\nport=1\n",
            (3, "query_cache_size"),
            Err(Unwritable::NotThere),
            None,
        ),
    ];
    for (engine, text, (line, parameter), expected, value) in cases {
        let gone = Edit {
            to: None,
            ..edit(line, parameter, "", "")
        };
        let after = apply(engine, text, &[gone]);
        assert_eq!(after.as_deref(), expected.as_ref().copied(), "{text:?}");
        let stands = value_at(engine, newest(engine), text.as_bytes(), line, parameter);
        assert_eq!(stands.as_deref(), value, "{text:?}");
    }
}
