//! A plan reduced to its shape at once: nodes of a fixed list with their numbers.
//! Expressions, names of tables and constants are never taken out of the text.

use serde_json::Value;

/// Nodes that keep rows, as EXPLAIN names them, and a CTE's, which it names by its
/// subplan.
const KEPT: [&str; 10] = [
    "Aggregate",
    "Function Scan",
    "Hash",
    "Incremental Sort",
    "Materialize",
    "Recursive Union",
    "SetOp",
    "Sort",
    "Table Function Scan",
    "WindowAgg",
];
const CTE: &str = "CTE";
/// How an Aggregate or a `SetOp` works.
const STRATEGIES: [&str; 4] = ["Hashed", "Mixed", "Plain", "Sorted"];
/// Kept nodes of one plan; a table of many partitions has more.
const NODES_MAX: usize = 1_000;

/// The columns of the answer for nodes. `rows` are those of each process that
/// runs the node; `workers` those of the Gather above it; `limit_rows` what a
/// Limit right above it takes.
pub(super) const COLUMNS: [&str; 8] = [
    "statement",
    "node",
    "strategy",
    "rows",
    "width",
    "workers",
    "parallel_aware",
    "limit_rows",
];

/// A plan's shape.
pub(super) struct Shape {
    /// The planner's cost of all of it.
    pub(super) cost: f64,
    nodes: Vec<Node>,
    /// Whether it had more nodes.
    pub(super) is_cut: bool,
}

struct Node {
    name: &'static str,
    strategy: Option<&'static str>,
    rows: f64,
    width: f64,
    is_parallel_aware: bool,
    above: Above,
}

/// What the nodes above say of one.
#[derive(Clone, Copy, Default)]
struct Above {
    workers: f64,
    limit_rows: Option<f64>,
}

impl Shape {
    /// Of what EXPLAIN wrote; `None` where that is no plan.
    pub(super) fn of(text: &str) -> Option<Self> {
        // Its depth is bounded by the reader.
        let plans: Value = serde_json::from_str(text).ok()?;
        let root = plans.get(0)?.get("Plan")?;
        let mut shape = Self {
            cost: number(root, "Total Cost")?,
            nodes: Vec::new(),
            is_cut: false,
        };
        shape.walk(root, Above::default());
        Some(shape)
    }

    fn walk(&mut self, plan: &Value, above: Above) {
        let text = |name| plan.get(name).and_then(Value::as_str).unwrap_or_default();
        let kind = text("Node Type");
        let named = KEPT.into_iter().find(|name| *name == kind);
        let cte = text("Subplan Name").starts_with("CTE ").then_some(CTE);
        for name in named.into_iter().chain(cte) {
            self.keep(name, plan, above);
        }
        let rows = number(plan, "Plan Rows");
        let workers = number(plan, "Workers Planned");
        let below = Above {
            workers: workers.unwrap_or(above.workers),
            limit_rows: rows.filter(|_| kind == "Limit"),
        };
        let plans = plan.get("Plans").and_then(Value::as_array);
        for child in plans.into_iter().flatten() {
            self.walk(child, below);
        }
    }

    fn keep(&mut self, name: &'static str, plan: &Value, above: Above) {
        let is_outer = plan.get("Parent Relationship").and_then(Value::as_str) == Some("Outer");
        let Some((rows, width)) = number(plan, "Plan Rows").zip(number(plan, "Plan Width")) else {
            return;
        };
        if self.nodes.len() == NODES_MAX {
            self.is_cut = true;
            return;
        }
        let strategy = plan.get("Strategy").and_then(Value::as_str);
        self.nodes.push(Node {
            name,
            strategy: STRATEGIES.into_iter().find(|it| Some(*it) == strategy),
            rows,
            width,
            is_parallel_aware: plan.get("Parallel Aware").and_then(Value::as_bool) == Some(true),
            above: Above {
                limit_rows: above.limit_rows.filter(|_| is_outer),
                ..above
            },
        });
    }

    /// Its nodes as rows of an answer.
    pub(super) fn rows(&self, statement: &str) -> impl Iterator<Item = Vec<Option<String>>> {
        self.nodes.iter().map(move |node| {
            vec![
                Some(statement.to_owned()),
                Some(node.name.to_owned()),
                node.strategy.map(str::to_owned),
                Some(node.rows.to_string()),
                Some(node.width.to_string()),
                Some(node.above.workers.to_string()),
                Some(if node.is_parallel_aware { "t" } else { "f" }.to_owned()),
                node.above.limit_rows.map(|rows| rows.to_string()),
            ]
        })
    }
}

/// A number that is not negative.
fn number(plan: &Value, name: &str) -> Option<f64> {
    let number = plan.get(name)?.as_f64()?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{NODES_MAX, Shape};

    /// Both are of PostgreSQL 17, and compare a column to the constant `hunter2`.
    const PARALLEL: &str = include_str!("recorded/parallel.json");
    const CTE: &str = include_str!("recorded/cte.json");

    fn rows(text: &str) -> String {
        let shape = Shape::of(text).expect("a plan");
        let row = |row: Vec<Option<String>>| {
            let values = row
                .into_iter()
                .map(|it| it.unwrap_or_else(|| "-".to_owned()));
            values.collect::<Vec<_>>().join(" ") + "\n"
        };
        shape.rows("7").map(row).collect()
    }

    #[test]
    fn a_plan_becomes_the_numbers_of_its_nodes() {
        expect![[r"
            7 Sort - 299999 45 0 f -
            7 Aggregate Sorted 299999 45 0 f -
            7 Sort - 125000 37 2 f -
            7 Hash - 125000 8 2 t -
        "]]
        .assert_eq(&rows(PARALLEL));
        expect![[r"
            7 CTE - 300 8 0 f -
            7 Sort - 299 49 0 f 30
            7 Aggregate Sorted 299 49 0 f -
            7 Sort - 299 37 0 f -
            7 Hash - 300 4 0 f -
            7 Hash - 300 4 0 f -
        "]]
        .assert_eq(&rows(CTE));
    }

    #[test]
    fn no_text_of_a_plan_comes_out_of_it() {
        for text in [PARALLEL, CTE] {
            assert!(text.contains("hunter2"));
            let rows = rows(text);
            for word in ["hunter2", "name", "paid", "ref"] {
                assert!(!rows.contains(word), "{word}: {rows}");
            }
        }
        let hostile = r#"[{"Plan":{"Node Type":"Sort hunter2","Total Cost":1,"Plans":[{"Node Type":"Sort","Strategy":"hunter2","Plan Rows":1,"Plan Width":1}]}}]"#;
        assert_eq!(rows(hostile), "7 Sort - 1 1 0 f -\n");
    }

    #[test]
    fn what_is_no_plan_has_no_shape() {
        let deep = format!("[{}", "{\"Plan\":".repeat(500));
        for text in ["", "[]", "{}", "[{\"Plan\":7}]", "[{\"Plan\":{}}]", &deep] {
            assert!(Shape::of(text).is_none(), "{text}");
        }
        let sort = r#"{"Node Type":"Sort","Plan Rows":1,"Plan Width":1}"#;
        let many = vec![sort; NODES_MAX + 1].join(",");
        let many = format!(r#"[{{"Plan":{{"Total Cost":1,"Plans":[{many}]}}}}]"#);
        let shape = Shape::of(&many).expect("a plan");
        assert_eq!((shape.nodes.len(), shape.is_cut), (NODES_MAX, true));
    }
}
