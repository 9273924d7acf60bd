//! Which texts are handed to EXPLAIN: one statement that it plans and does not
//! run. The text is a stranger's; what is not surely that is left out.

/// What EXPLAIN plans of the statements that others run.
const VERBS: [&str; 6] = ["select", "insert", "update", "delete", "merge", "with"];

/// The statement that has this one planned; `None` where it is not surely one
/// statement. It is sent as a message of its own.
pub(super) fn admitted(text: &str) -> Option<String> {
    // A semicolon within a quoted name is refused with the others.
    if text.contains([';', '\0']) {
        return None;
    }
    let statement = without_comments_before(text)?;
    let end = statement.find(|letter: char| !letter.is_ascii_alphabetic());
    let verb = &statement[..end.unwrap_or(statement.len())];
    let is_known = VERBS.iter().any(|known| verb.eq_ignore_ascii_case(known));
    is_known.then(|| format!("EXPLAIN (GENERIC_PLAN, FORMAT JSON) {statement}"))
}

/// Frameworks put a comment before what they send.
fn without_comments_before(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        rest = if let Some(comment) = rest.strip_prefix("--") {
            comment.split_once('\n')?.1
        } else if let Some(comment) = rest.strip_prefix("/*") {
            let (inside, after) = comment.split_once("*/")?;
            // They nest; nobody means that.
            if inside.contains("/*") {
                return None;
            }
            after
        } else {
            return Some(rest);
        }
        .trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::admitted;

    #[test]
    fn one_statement_that_is_planned_and_not_run_is_admitted() {
        let plan = |statement: &str| format!("EXPLAIN (GENERIC_PLAN, FORMAT JSON) {statement}");
        for (text, statement) in [
            ("SELECT $1", "SELECT $1"),
            (" /* app:shop */\n-- b\nselect 1", "select 1"),
            ("WITH a AS (SELECT) TABLE a", "WITH a AS (SELECT) TABLE a"),
            ("Merge into t", "Merge into t"),
            ("select", "select"),
        ] {
            assert_eq!(admitted(text), Some(plan(statement)), "{text}");
        }
    }

    #[test]
    fn whatever_else_a_text_may_be_is_not() {
        for text in [
            "",
            "select 1; drop table t",
            "select 1;",
            "select \"a;b\"",
            "analyze t",
            "ANALYZE SELECT 1",
            "execute p",
            "create table t as select 1",
            "selectt 1",
            "(select 1)",
            "/* a /* b */ select 1 */ drop table t",
            "/* select 1",
            "-- select 1",
            "<insufficient privilege>",
            "select\0",
        ] {
            assert_eq!(admitted(text), None, "{text}");
        }
    }
}
